"""Recording attendance."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import NotNow, RuleViolation
from forums.attendance.models import Attendance, Presence
from forums.attendance.queries import Expected, RowOf, record_of, recorded
from forums.minutes.locks import refuse_when_locked
from forums.minutes.queries import lock_session
from forums.scheduling.models import Session, SessionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """New values of one row; without a presence the record is deleted."""

    row: Expected
    presence: Presence | None
    representative: str = ""
    arrived_at: datetime | None = None
    left_at: datetime | None = None


def record(session: Session, entries: Iterable[Entry], *, by: Person, at: datetime) -> int:
    """Record attendance, and return the number of rows changed. Raises RuleViolation once the minutes are approved."""
    require_recordable(session)
    lock_session(session.id)
    known = {(one.seat_id, one.participant_id) for one in recorded(session.id)}
    changed = [entry for entry in entries if _write(session, entry, known, by=by, at=at)]
    if changed:
        rows = [{"seat": one.row.seat, "participant": one.row.participant, "presence": one.presence} for one in changed]
        audit.record("attendance.recorded", session, by=by, at=at, rows=rows)
    return len(changed)


def require_recordable(session: Session) -> None:
    """Raise NotNow if the session was cancelled or merged, or its minutes are approved."""
    session.require(SessionState.PLANNED, SessionState.HELD)
    refuse_when_locked(session.id)


def arrive(
    session: Session,
    place: RowOf,
    *,
    by: Person,
    at: datetime,
    arrived_at: datetime | None,
    presence: Presence = Presence.PRESENT,
    representative: str = "",
) -> bool:
    """Record an arrival, and return whether that changes the record.

    People who are present already stay as recorded; those who had left are present again. Rows are created once
    although several people record at the same time.
    """
    require_recordable(session)
    lock_session(session.id)
    row = record_of(session.id, place)
    if row and row.came and row.left_at is None and row.presence is presence:
        return False
    if row is None:
        row = Attendance(session_id=session.id, seat_id=place.seat_id, participant_id=place.participant_id)
        db.session.add(row)
    if row.came:
        row.left_at = None
    else:
        row.arrived_at, row.left_at = arrived_at, None
    row.presence, row.representative = presence, representative
    row.recorded_by_id, row.recorded_at = by.id, at
    return True


def leave(session: Session, place: RowOf, *, by: Person, at: datetime) -> None:
    """Record a departure at `at`. Raises NotNow unless they are present."""
    require_recordable(session)
    lock_session(session.id)
    row = record_of(session.id, place)
    if row is None or not row.is_there(at):
        raise NotNow(_l("They are not recorded as present, so they cannot leave"))
    row.left_at, row.recorded_by_id, row.recorded_at = at, by.id, at


def note_arrival(session: Session, place: RowOf, *, by: Person, at: datetime) -> None:
    """Record an arrival now. Raises NotNow unless the session is open."""
    _require_open(session)
    if arrive(session, place, by=by, at=at, arrived_at=at):
        _audit(session, place, Presence.PRESENT, by=by, at=at)


def note_departure(session: Session, place: RowOf, *, by: Person, at: datetime) -> None:
    """Record a departure now. Raises NotNow unless the session is open and they are present."""
    _require_open(session)
    leave(session, place, by=by, at=at)
    audit.record("attendance.left", session, by=by, at=at, rows=[_names(place)])


def _require_open(session: Session) -> None:
    if session.opened_at is None or session.closed_at is not None:
        raise NotNow(_l("Times can be recorded at once only while the session is open. Change them in the sheet"))


def _audit(session: Session, place: RowOf, presence: Presence, *, by: Person, at: datetime) -> None:
    audit.record("attendance.recorded", session, by=by, at=at, rows=[{**_names(place), "presence": presence}])


def _names(place: RowOf) -> dict[str, str | None]:
    return {"seat": str(place.seat_id), "participant": str(place.participant_id) if place.participant_id else None}


def _write(
    session: Session, entry: Entry, known: Container[tuple[UUID, UUID | None]], *, by: Person, at: datetime
) -> bool:
    """Update one row, and return whether it changed. A row that was created a moment ago stays as it is."""
    if entry.row.record is None and (entry.row.seat.id, entry.row.place.participant_id) in known:
        return False
    if entry.left_at and entry.arrived_at and entry.left_at < entry.arrived_at:
        raise RuleViolation(_l("Someone cannot leave before they came"))
    row = entry.row.record
    if entry.presence is None:
        if row is not None:
            db.session.delete(row)
        return row is not None
    wanted = (entry.presence, entry.representative, entry.arrived_at, entry.left_at)
    if row is None:
        row = Attendance(
            session_id=session.id,
            seat_id=entry.row.seat.id,
            participant_id=entry.row.participant.id if entry.row.participant else None,
        )
        db.session.add(row)
    elif (row.presence, row.representative, row.arrived_at, row.left_at) == wanted:
        return False
    row.presence, row.representative, row.arrived_at, row.left_at = wanted
    row.recorded_by_id, row.recorded_at = by.id, at
    return True
