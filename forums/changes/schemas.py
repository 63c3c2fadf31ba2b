"""API schemas of changes and of free times."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from app.api import ApiSchema, Id, Moment, member
from app.clock import utc_now
from forums.changes.models import Change, ChangeKind
from forums.changes.rows import rows_of
from forums.changes.rules import HAPPENINGS


class ChangedSessionSchema(ApiSchema):
    """The effect of a change on one session."""

    id = Id("the session")
    number = fields.Integer(required=True)
    what = fields.String(required=True, metadata={"enum": list(HAPPENINGS)})
    before = Moment(required=True, allow_none=True, attribute="was")
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    timezone = fields.String(required=True, attribute="zone")
    place = fields.String(required=True)
    proposed_starts_at = Moment(required=True, allow_none=True, attribute="proposed")
    merge_proposed = fields.Boolean(required=True)


class ChangeSchema(ApiSchema):
    """A change of a forum's schedule; `id` is null in a preview."""

    id = Id("the change", allow_none=True)
    forum_id = Id("the forum")
    kind = member(ChangeKind, required=True)
    at = Moment(required=True)
    reason = fields.String(required=True)
    people = fields.Integer(required=True, metadata={"description": "The number of invitees who are notified."})
    can_be_undone = fields.Boolean(required=True)
    undone_at = Moment(required=True, allow_none=True)
    sessions = fields.List(fields.Nested(ChangedSessionSchema), required=True)

    def read_can_be_undone(self, change: Change) -> bool:
        """Whether no one has been notified yet."""
        return change.is_undoable(utc_now())

    def read_sessions(self, change: Change) -> list[Any]:
        """Return the sessions, ordered by the new dates."""
        return rows_of(change.sessions)


class FreeTimeSchema(ApiSchema):
    """A time at which the quorum can be met, with those who are not available."""

    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    seats_free = fields.Integer(required=True)
    seats = fields.Integer(required=True)
    busy = fields.List(fields.String(), required=True, metadata={"description": "Names of participants."})
    busy_by_calendar = fields.List(
        fields.String(),
        required=True,
        attribute="by_calendar",
        metadata={"description": "Those of them who have no session then, but are busy in their own calendar."},
    )
    against = fields.List(fields.String(), required=True)


class FreeTimesSchema(ApiSchema):
    """Proposed times, best first."""

    items = fields.List(fields.Nested(FreeTimeSchema), required=True)

    def read_items(self, found: dict[str, Any]) -> list[Any]:
        """Return the times."""
        return list(found["items"])
