"""The free half hours of a week, at which a new session can begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.calendars.recurrence import to_instant
from forums.calendar.grid import TAKING_PLACE, Day, Grid

HALF_HOUR = timedelta(minutes=30)


class Slot(NamedTuple):
    """A free half hour: its day, its local time, and the instant for the URL of the form ("2026-11-24T02:00Z")."""

    day: date
    time: time
    at: str
    is_first: bool = False
    """Whether it is the first of the page: the one that is a tab stop."""


def free_slots(grid: Grid, *, zone: ZoneInfo, now: datetime) -> list[list[Slot | None]]:
    """Return a row for each half hour of a week's hours, with a cell for each day; None unless it is free.

    Free means that it begins after `now`, exists in `zone`, and that no session on the page takes place then.
    """
    (week,) = grid.weeks
    times = [time(hour, minute) for hour in grid.hours for minute in (0, 30)]
    columns = [list(slots_of(day, times, zone, now)) for day in week]
    rows = [list(row) for row in zip(*columns, strict=True)]
    first = next((slot for row in rows for slot in row if slot), None)
    return [[slot and slot._replace(is_first=slot is first) for slot in row] for row in rows]


def slots_of(day: Day, times: Sequence[time], zone: ZoneInfo, now: datetime) -> Iterator[Slot | None]:
    """Yield the slot of a day at each of these local times, or None if it is not free."""
    taken = [(one.starts, one.ends) for one in day.entries if not one.proposed and one.session.state in TAKING_PLACE]
    for at in times:
        starts = to_instant(datetime.combine(day.date, at), zone)
        exists = starts.astimezone(zone).time() == at
        is_taken = any(start < starts + HALF_HOUR and starts < end for start, end in taken)
        free = starts > now and exists and not is_taken
        yield Slot(day.date, at, f"{starts:%Y-%m-%dT%H:%MZ}") if free else None
