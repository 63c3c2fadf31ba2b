"""The grid of a month or week with its sessions, and the months of a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.calendars.holidays import Holiday
from app.calendars.working_hours import Period as Fast
from forums.calendar.queries import Found
from forums.calendar.rules import (
    DAY,
    WORKING_HOURS,
    Period,
    View,
    at_the_same_time,
    hours_of,
    is_working_day,
    side_by_side,
)
from forums.scheduling.models import SessionState
from forums.scheduling.rows import SessionRow

SHORTEST = 30
"""The length at which a shorter session is drawn in a week, in minutes."""
TAKING_PLACE = {SessionState.PLANNED, SessionState.HELD}


class Entry(NamedTuple):
    """A session on the day and at the local times at which it is drawn, or where a holiday would move it."""

    session: SessionRow
    stage: str
    starts: datetime
    ends: datetime
    elsewhere: bool
    """Whether the session's own time zone has a different offset."""
    proposed: bool = False
    """Whether this is the proposed time; the session itself is a separate entry."""
    beside: bool = False
    """Whether another session overlaps on the same day."""
    lane: int = 0
    """Its place among the entries of a week that overlap, from the left."""
    lanes: int = 1
    """The number of places among which they share the width of the day."""

    @property
    def hours(self) -> range:
        """The hours of its day that it touches."""
        return hours_of(self.starts, self.ends)

    @property
    def minutes(self) -> int:
        """The length of its block in a week, in minutes: until midnight at most, and long enough to be pointed at."""
        starts = self.starts.replace(tzinfo=None)
        midnight = datetime.combine(starts.date() + DAY, time())
        return max(SHORTEST, int((min(self.ends.replace(tzinfo=None), midnight) - starts).total_seconds() // 60))


class Day(NamedTuple):
    """A day of a grid; `inside` unless a month shows it only to complete a week."""

    date: date
    inside: bool
    holiday: Holiday | None
    fasting: bool
    works: bool = True
    """Whether it is a working day."""
    entries: tuple[Entry, ...] = ()
    more: int = 0
    """The number of sessions not shown."""
    listed: str = ""
    """The URL of the list with all sessions of the day."""


class Grid(NamedTuple):
    """Weeks from Monday to Sunday, the number of sessions in the period, each counted once, and the forums shown."""

    weeks: tuple[tuple[Day, ...], ...]
    total: int
    forums: tuple[tuple[str, str], ...]

    @property
    def hours(self) -> range:
        """The hours to show: the working hours, and all in which a session takes place."""
        taken = [one.hours for week in self.weeks for day in week for one in day.entries] + [WORKING_HOURS]
        return range(min(one.start for one in taken), max(one.stop for one in taken))


class Month(NamedTuple):
    """A month of a year: its URL, and the counts and holidays of its days."""

    period: Period
    address: str
    counts: tuple[tuple[date, tuple[int, int]], ...]
    holidays: tuple[tuple[date, Holiday], ...]
    ramadans: tuple[Fast, ...]


def weeks_with_sessions(
    period: Period,
    rows: Iterable[Found],
    *,
    zone: ZoneInfo,
    holidays: Mapping[date, Holiday],
    ramadans: Sequence[Fast],
    listed: str,
) -> Grid:
    """Return the grid of a month or week, with times in `zone`.

    `listed` is the prefix of the URLs of the day lists.
    """
    entries: dict[date, list[Entry]] = defaultdict(list)
    totals: dict[date, int] = {}
    forums: dict[str, str] = {}
    for day, total, slug, session, stage in rows:
        forums[slug] = session.forum_name
        if day is not None:
            totals[day] = total
            entries[day].append(_entry(session, stage, session.starts_at, zone))
        if session.awaits_confirmation and session.proposed_starts_at:
            ghost = _entry(session, stage, session.proposed_starts_at, zone)._replace(proposed=True)
            entries[ghost.starts.date()].append(ghost)

    def cell(day: date) -> Day:
        off = holidays.get(day)
        fasting = any(day in fast for fast in ramadans)
        empty = Day(day, day in period, off, fasting, is_working_day(day, is_holiday=off is not None))
        filled = _filled(empty, entries[day], totals.get(day, 0), listed) if day in entries else empty
        return _with_lanes(filled) if period.view is View.WEEK else filled

    weeks = tuple(tuple(cell(day) for day in week) for week in period.weeks())
    total = sum(number for day, number in totals.items() if day in period)
    return Grid(weeks, total, tuple(sorted(forums.items(), key=lambda one: one[1])))


def _entry(session: SessionRow, stage: str, starts_at: datetime, zone: ZoneInfo) -> Entry:
    starts = starts_at.astimezone(zone)
    elsewhere = session.timezone != zone.key and starts_at.astimezone(session.zone).utcoffset() != starts.utcoffset()
    return Entry(session, stage, starts, (starts_at + session.length).astimezone(zone), elsewhere)


def _filled(day: Day, entries: list[Entry], total: int, listed: str) -> Day:
    """Return a day with its entries ordered by time, overlapping ones marked, and the number not shown."""
    entries.sort(key=lambda one: one.starts)
    places = [number for number, one in enumerate(entries) if one.session.state in TAKING_PLACE]
    shared = at_the_same_time((entries[number].starts, entries[number].ends) for number in places)
    for number, beside in zip(places, shared, strict=True):
        if beside:
            entries[number] = entries[number]._replace(beside=True)
    more = total - sum(not one.proposed for one in entries)
    return day._replace(entries=tuple(entries), more=more, listed=f"{listed}{day.date}" if more > 0 else "")


def _with_lanes(day: Day) -> Day:
    lanes = side_by_side((one.starts, one.starts + timedelta(minutes=one.minutes)) for one in day.entries)
    entries = zip(day.entries, lanes, strict=True)
    return day._replace(entries=tuple(one._replace(lane=lane, lanes=number) for one, (lane, number) in entries))
