"""Rows of attendance as a page shows them: values, and no objects of the database behind them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from app.organisations.models import Sector
from forums.attendance.models import Presence
from forums.attendance.queries import Shown
from forums.scheduling.models import Capacity


class AttendanceRow(NamedTuple):
    """Someone whom a session expects, with what was recorded. Instants are read in `timezone`."""

    sector: Sector
    organisation: str
    counts: bool
    person: tuple[str, str, Capacity, str, str] | None
    """Name, own office, and by what right they take part: capacity, the office in which they act, the basis."""
    record: tuple[Presence, str, datetime | None, datetime | None] | None
    """How, who came instead, and when somebody came and left."""
    timezone: str


def line_of(row: Shown, timezone: str) -> AttendanceRow:
    """Return the line of somebody whom a session in `timezone` expects."""
    one, record = row.participant, row.record
    return AttendanceRow(
        row.seat.sector,
        row.seat.organisation,
        row.counts,
        (one.name, one.position, one.capacity, one.acting_as, one.basis) if one else None,
        (record.presence, record.representative, record.arrived_at, record.left_at) if record else None,
        timezone,
    )
