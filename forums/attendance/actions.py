"""Recording attendance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import RuleViolation
from forums.attendance.models import Attendance, Presence
from forums.attendance.queries import Expected
from forums.minutes.locks import refuse_when_locked
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
    changed = [entry for entry in entries if _write(session, entry, by=by, at=at)]
    if changed:
        rows = [{"seat": one.row.seat, "participant": one.row.participant, "presence": one.presence} for one in changed]
        audit.record("attendance.recorded", session, by=by, at=at, rows=rows)
    return len(changed)


def require_recordable(session: Session) -> None:
    """Raise NotNow if the session was cancelled or merged, or its minutes are approved."""
    session.require(SessionState.PLANNED, SessionState.HELD)
    refuse_when_locked(session.id)


def _write(session: Session, entry: Entry, *, by: Person, at: datetime) -> bool:
    """Update one row, and return whether it changed."""
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
