"""Applies an import: creates rows for new events, and uses the usual actions on sessions for changed ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import select

from app import audit
from app.accounts.models import Person
from app.calendars.entries import Entry
from app.database import db
from app.web.i18n import force_locale
from forums.imports.models import CalendarImport, ImportedEvent, Past
from forums.imports.rules import (
    Sitting,
    added,
    as_json,
    at_once,
    from_json,
    goes_on,
    last_end,
    single,
    versions,
)
from forums.scheduling import session_actions
from forums.scheduling.horizon import horizon, leading, make_sessions_of, next_number
from forums.scheduling.ical_uids import new_uid
from forums.scheduling.models import Forum, ForumRole, Mode, Series, Session, SessionState


@dataclass
class Importer:
    """One import in progress. The caller holds a lock on the forum's row, so that session numbers stay unique."""

    imported: CalendarImport
    by: Person | None
    at: datetime
    made: int = 0
    number: int = 0
    leaders: dict[ForumRole, UUID] = field(default_factory=dict)
    ahead: list[Series] = field(default_factory=list)
    """Series whose sessions up to the horizon are still to be created."""

    @property
    def forum(self) -> Forum:
        """The forum that the events are imported into."""
        return self.imported.forum

    def begin(self) -> None:
        """Load what every new session needs: the forum's officers and the next number."""
        self.leaders = leading(self.forum.id)
        self.number = next_number(self.forum.id)

    def take(self, entry: Entry) -> None:
        """Import an event that has not been imported before."""
        event = ImportedEvent(
            forum_id=self.forum.id, uid=entry.uid, calendar=self.imported.calendar, content=as_json(entry)
        )
        db.session.add(event)
        if entry.rule:
            self._begin_series(event, entry, past=self.imported.past)
        else:
            event.session_id = self._row(entry, single(entry), uid=new_uid()).id

    def finish(self) -> None:
        """Create the sessions up to the horizon; the handler of SessionsMade sets their details."""
        db.session.flush()
        if self.ahead:
            rows = make_sessions_of(self.ahead, until=horizon(self.at), at=self.at)
            self.made += sum(row.state is SessionState.PLANNED for row in rows)

    def follow(self, event: ImportedEvent, entry: Entry) -> None:
        """Update the series or session of an event to its changed version."""
        before = from_json(event.content)
        event.content, event.calendar = as_json(entry), self.imported.calendar
        if not goes_on(before, entry):
            self._restart(event, entry)
        elif not entry.rule:
            session = db.session.get_one(Session, event.session_id)
            self._follow(session, single(before), single(entry))
        else:
            self._follow_series(db.session.get_one(Series, event.series_id), before, entry)

    def _begin_series(self, event: ImportedEvent, entry: Entry, *, past: Past) -> None:
        series = Series(
            id=uuid4(),
            forum_id=self.forum.id,
            uid=new_uid(),
            first_start=entry.first_start,
            timezone=entry.timezone,
            rule=entry.rule,
            minutes=entry.minutes,
            created_at=self.at,
            ended_at=last_end(entry),
            made_until=self.at,
        )
        db.session.add(series)
        event.series_id = series.id
        for sitting in at_once(entry, past_too=past is not Past.LEFT_OUT, now=self.at):
            self._row(entry, sitting, series=series)
        self.ahead.append(series)

    def _row(self, entry: Entry, sitting: Sitting, *, uid: str | None = None, series: Series | None = None) -> Session:
        held = sitting.over(self.at) and self.imported.past is Past.HELD and not sitting.cancelled
        session = Session(
            id=uuid4(),
            forum_id=self.forum.id,
            series_id=series.id if series else None,
            uid=uid,
            slot=sitting.slot,
            number=self.number,
            starts_at=sitting.starts_at,
            ends_at=sitting.ends_at,
            timezone=entry.timezone,
            because=called_off(self.forum, self.imported.calendar) if sitting.cancelled else "",
            presider_id=self.leaders.get(ForumRole.CHAIR),
            minute_taker_id=self.leaders.get(ForumRole.MINUTE_TAKER),
            state=SessionState.CANCELLED if sitting.cancelled else SessionState.HELD if held else SessionState.PLANNED,
            opened_at=sitting.starts_at if held else None,
            closed_at=sitting.ends_at if held else None,
            made_at=self.at,
            **called(self.forum, sitting),
        )
        self.number += 1
        self.made += not sitting.cancelled
        db.session.add(session)
        return session

    def _restart(self, event: ImportedEvent, entry: Entry) -> None:
        """End the current series or session of an event and create a new one; past sessions are unchanged."""
        for session in self._sessions_of(event):
            self._call_off(session)
        if event.series_id:
            db.session.get_one(Series, event.series_id).ended_at = self.at
        event.series_id = event.session_id = None
        if entry.cancelled:
            return
        if entry.rule:
            self._begin_series(event, entry, past=Past.LEFT_OUT)
        elif not single(entry).over(self.at):
            event.session_id = self._row(entry, single(entry), uid=new_uid()).id

    def _sessions_of(self, event: ImportedEvent) -> Iterable[Session]:
        one = Session.series_id == event.series_id if event.series_id else Session.id == event.session_id
        return db.session.scalars(select(Session).where(one).order_by(Session.starts_at)).all()

    def _follow_series(self, series: Series, before: Entry, after: Entry) -> None:
        rows = {one.slot: one for one in db.session.scalars(select(Session).where(Session.series_id == series.id))}
        there = {slot for slot in rows if slot}
        was, will = versions(before, after, there, now=self.at)
        for slot in sorted((was.keys() | will.keys()) & there):
            self._follow(rows[slot], was.get(slot), will.get(slot))
        for sitting in added(will, there, now=self.at):
            self._row(after, sitting, series=series)
        series.ended_at, series.minutes = last_end(after), after.minutes
        if series.rule != after.rule:
            series.rule = after.rule
            series.made_until = self.at
            if not after.cancelled:
                self.ahead.append(series)

    def _follow(self, session: Session, before: Sitting | None, after: Sitting | None) -> None:
        """Apply the changes of an event to its session. Sessions that were opened or are over are unchanged."""
        if before == after or session.opened_at or session.ends_at <= self.at:
            return
        if after is None or after.cancelled:
            self._call_off(session)
            return
        if (before is None or before.cancelled) and session.state is SessionState.CANCELLED:
            session_actions.restore(session, by=self.by, at=self.at)
        if session.state is not SessionState.PLANNED:
            return
        if before is None or (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at):
            self._move(session, after)
        names = (None, None, None) if before is None else (before.title, before.place, before.link)
        if names != (after.title, after.place, after.link):
            facts = called(self.forum, after)
            session.title = facts.pop("title")
            session_actions.relocate(session, session_actions.Where(**facts), by=self.by, at=self.at)

    def _move(self, session: Session, after: Sitting) -> None:
        if after.starts_at < self.at or (session.starts_at, session.ends_at) == (after.starts_at, after.ends_at):
            return
        minutes = int((after.ends_at - after.starts_at) / timedelta(minutes=1))
        session_actions.move(
            session,
            starts_at=after.starts_at,
            minutes=minutes,
            reason=self._changed(),
            by=self.by,
            at=self.at,
        )

    def _call_off(self, session: Session) -> None:
        if session.state is SessionState.PLANNED and not session.opened_at and session.starts_at > self.at:
            session_actions.cancel(
                session, reason=called_off(self.forum, self.imported.calendar), by=self.by, at=self.at
            )

    def _changed(self) -> str:
        """Return the reason shown to participants, in the forum's language."""
        with force_locale(self.forum.language):
            return _("Changed in the calendar “%(calendar)s”", calendar=self.imported.calendar)[:300]

    def record(self, **numbers: Any) -> None:
        """Record the import and its numbers in the audit log."""
        audit.record(
            "forum.calendar_imported",
            self.forum,
            by=self.by,
            at=self.at,
            calendar=self.imported.calendar,
            **numbers,
        )


def called_off(forum: Forum, calendar: str) -> str:
    """Return the reason for a session that was cancelled in the calendar, in the forum's language."""
    with force_locale(forum.language):
        return _("Cancelled in the calendar “%(calendar)s”", calendar=calendar)[:300]


def called(forum: Forum, sitting: Sitting) -> dict[str, Any]:
    """Return the title, mode, place and link of a session; the forum's values are the defaults."""
    title = "" if sitting.title == forum.name else sitting.title
    if not (sitting.place or sitting.link):
        return {"title": title, "mode": forum.mode, "place": forum.place, "link": forum.link}
    mode = Mode.ONLINE if not sitting.place else Mode.HYBRID if sitting.link else Mode.IN_PERSON
    return {"title": title, "mode": mode, "place": sitting.place, "link": sitting.link}
