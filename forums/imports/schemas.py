"""API schemas of calendar imports."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from app.api import ApiSchema, Id, Moment, member
from app.clock import utc_now
from forums.imports.labels import parts, reason
from forums.imports.models import CalendarImport, Past
from forums.imports.plan import Kind, Plan, plan_of


class LeftOutSchema(ApiSchema):
    """An event that could not be imported."""

    line = fields.Integer(required=True)
    event = fields.String(required=True)
    reason = fields.String(required=True)


class EventSchema(ApiSchema):
    """An event of the file with its UID; `what` names the parts that changed."""

    uid = fields.String(required=True)
    title = fields.String(required=True)
    what = fields.String(required=True)


class NumbersSchema(ApiSchema):
    """The number of events by kind, and of the sessions that new ones add, including past ones."""

    sessions = fields.Integer(required=True)
    past = fields.Integer(required=True)
    new = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    cancelled = fields.Integer(required=True)
    over = fields.Integer(required=True)
    gone = fields.Integer(required=True)


class ImportSchema(ApiSchema):
    """A calendar file for a forum: the preview of the import, or its result once `confirmed_at` is set."""

    id = Id("the import")
    forum = fields.String(required=True, attribute="forum.slug")
    calendar = fields.String(required=True)
    past = member(Past, required=True)
    created_at = Moment(required=True)
    confirmed_at = Moment(required=True, allow_none=True)
    numbers = fields.Nested(NumbersSchema, required=True)
    changed = fields.List(fields.Nested(EventSchema), required=True)
    gone = fields.List(fields.Nested(EventSchema), required=True)
    left_out = fields.List(fields.Nested(LeftOutSchema), required=True)

    def read_numbers(self, imported: CalendarImport) -> dict[str, int]:
        """Return the current numbers, or those at the time of confirmation."""
        plan = self._plan(imported)
        return dict(plan.numbers) if plan else imported.done

    def read_changed(self, imported: CalendarImport) -> list[dict[str, Any]]:
        """Return the events that differ from the imported version."""
        plan = self._plan(imported)
        return [
            {"uid": step.entry.uid, "title": step.entry.title, "what": parts(step.differing)}
            for step in (plan.of(Kind.CHANGED) if plan else ())
        ]

    def read_gone(self, imported: CalendarImport) -> list[dict[str, Any]]:
        """Return the imported events of the same calendar that are missing from the file."""
        plan = self._plan(imported)
        return [
            {"uid": event.uid, "title": event.content["title"], "what": ""} for event in (plan.gone if plan else ())
        ]

    def read_left_out(self, imported: CalendarImport) -> list[dict[str, Any]]:
        """Return the events that could not be imported, with the reason."""
        return [{"line": one["line"], "event": one["name"], "reason": reason(one)} for one in imported.left_out]

    def _plan(self, imported: CalendarImport) -> Plan | None:
        if imported.confirmed_at:
            return None
        if getattr(self, "_planned", (None, None))[0] is not imported:
            self._planned = (imported, plan_of(imported, now=utc_now()))
        return self._planned[1]
