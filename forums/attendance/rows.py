"""Attendance as plain rows for pages, without ORM objects."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from app.organisations.models import Sector
from forums.attendance.models import Presence
from forums.attendance.queries import Shown
from forums.scheduling.models import Capacity


class AttendanceRow(NamedTuple):
    """An expected attendee with the attendance record. Instants are displayed in `timezone`."""

    sector: Sector
    organisation: str
    counts: bool
    person: tuple[str, str, Capacity, str, str] | None
    """Name, position, capacity, the office in which they act, and the legal basis."""
    record: tuple[Presence, str, datetime | None, datetime | None] | None
    """Presence, representative, arrival and departure."""
    timezone: str
    key: str
    """The identifier of the row in forms."""
    is_there: bool
    """Whether they came and have not left."""


def line_of(row: Shown, timezone: str) -> AttendanceRow:
    """Return the row to display for an expected attendee."""
    one, record = row.participant, row.record
    return AttendanceRow(
        row.seat.sector,
        row.seat.organisation,
        row.counts,
        (one.name, one.position, one.capacity, one.acting_as, one.basis) if one else None,
        (record.presence, record.representative, record.arrived_at, record.left_at) if record else None,
        timezone,
        row.key,
        record is not None and record.came and record.left_at is None,
    )
