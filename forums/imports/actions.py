"""Importing a calendar into a forum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import Person
from app.calendars.contents import Contents, read_contents
from app.calendars.entries import Reading
from app.calendars.errors import CalendarRefused, CalendarUnreadable
from app.calendars.labels import explain
from app.database import db
from app.errors import RuleViolation
from app.files.models import StoredFile
from forums.imports.importer import Importer
from forums.imports.models import CalendarImport, Past
from forums.imports.plan import Kind, Plan, plan_of
from forums.imports.rules import as_json
from forums.scheduling.horizon import horizon
from forums.scheduling.models import Forum
from forums.scheduling.rules import LONGEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """The options of an import for what a calendar file leaves open."""

    past: Past = Past.PLANNED
    whole_days: bool = True
    day_starts: time = time(8)
    day_ends: time = time(16)


def begin(
    forum: Forum,
    content: bytes,
    wishes: Wishes,
    *,
    name: str,
    file: StoredFile | None = None,
    by: Person | None,
    at: datetime,
) -> CalendarImport:
    """Parse and store a calendar file; nothing is imported yet.

    Raises RuleViolation if the file cannot be parsed.
    """
    if forum.archived_at:
        raise RuleViolation(_l("This forum is archived. Take it up again first"))
    if file and file.media_type != "text/calendar":
        raise RuleViolation(_l("Choose a calendar file, whose name ends in .ics"), field="file")
    found = _read(content, forum, wishes, at=at)
    imported = CalendarImport(
        forum=forum,
        file_id=file.id if file else None,
        calendar=(found.name or name)[:200],
        past=wishes.past,
        entries=[as_json(entry) for entry in found.entries],
        left_out=_left_out(found),
        created_by_id=by.id if by else None,
        created_at=at,
    )
    db.session.add(imported)
    db.session.flush()
    return imported


def confirm(imported: CalendarImport, *, by: Person | None, at: datetime, seen: str = "") -> Plan:
    """Apply the whole plan or nothing, and return the plan. Raises RuleViolation.

    `seen` is the hash of the plan that was shown; if the plan is different now, nothing is done.
    """
    if imported.confirmed_at:
        raise RuleViolation(_l("This calendar has already been imported"))
    if imported.forum.archived_at:
        raise RuleViolation(_l("This forum is archived. Take it up again first"))
    db.session.execute(select(Forum.id).where(Forum.id == imported.forum_id).with_for_update())
    plan = plan_of(imported, now=at)
    if seen and seen != plan.mark:
        raise RuleViolation(_l("The forum has changed since you opened the preview. Check the list again, then import"))
    importer = Importer(imported, by, at)
    importer.begin()
    for step in plan.steps:
        if step.kind is Kind.NEW:
            importer.take(step.entry)
        elif step.kind is Kind.CHANGED and step.known:
            importer.follow(step.known, step.entry)
    importer.finish()
    imported.confirmed_at = at
    imported.done = {**plan.numbers, "left_out": len(imported.left_out), "made": importer.made}
    imported.entries = []
    if importer.made or plan.numbers["changed"]:
        importer.record(new=plan.numbers["new"], changed=plan.numbers["changed"], sessions=importer.made)
    return plan


def _read(content: bytes, forum: Forum, wishes: Wishes, *, at: datetime) -> Contents:
    """Return the events of a calendar file up to the horizon of the forum. Raises RuleViolation if there are none."""
    reading = Reading(
        timezone=ZoneInfo(forum.timezone),
        day_starts=wishes.day_starts,
        day_ends=wishes.day_ends,
        whole_days=wishes.whole_days,
        minutes=forum.minutes,
        longest=LONGEST,
        until=horizon(at),
    )
    try:
        found = read_contents(content, reading)
    except CalendarUnreadable as refused:
        raise RuleViolation(explain(refused), field="file") from refused
    if not found.entries and not found.left_out:
        raise RuleViolation(_l("There is no event in this calendar"), field="file")
    return found


def _left_out(found: Contents) -> list[dict[str, Any]]:
    return [
        {"line": one.line, "uid": one.uid, "name": one.name, **_kept(one.sentence, one.values)}
        for one in found.left_out
    ]


def _kept(sentence: str, values: Mapping[str, object]) -> dict[str, Any]:
    """Return an error as stored, to be translated when it is shown."""
    kept = {
        name: _kept(value.sentence, value.values) if isinstance(value, CalendarRefused) else str(value)
        for name, value in values.items()
    }
    return {"sentence": sentence, "values": kept}
