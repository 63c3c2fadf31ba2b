"""The days of a month or a week with what stands on them, and the days of a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.calendars.holidays import Holiday
from app.calendars.working_hours import Period as Fast
from forums.calendar.rules import Period, at_the_same_time
from forums.scheduling.models import Session, SessionState


@dataclass(slots=True)
class Entry:
    """A session on the day and at the hours (local) at which it stands; or where a holiday would move it."""

    session: Session
    starts: datetime
    ends: datetime
    proposed: bool = False
    """Drawn where it would go: its own place is elsewhere."""
    elsewhere: bool = False
    """Its own zone has other hours."""
    beside: bool = False
    """Another session of that day is at the same time."""


@dataclass(slots=True)
class Day:
    """A day of the grid. Those beside the period are empty."""

    date: date
    inside: bool
    holiday: Holiday | None
    fasting: bool
    entries: list[Entry] = field(default_factory=list)
    more: int = 0
    """How many sessions it has besides those shown."""


@dataclass(slots=True)
class Grid:
    """Weeks from Monday to Sunday; how many sessions they hold, each counted once, and of which forums."""

    weeks: list[list[Day]]
    total: int
    forums: list[tuple[str, str]]


def weeks_with_sessions(
    period: Period,
    rows: Iterable[tuple[Session, date | None, int]],
    *,
    zone: ZoneInfo,
    holidays: dict[date, Holiday],
    ramadans: Sequence[Fast],
) -> Grid:
    """Return the grid of a month or week, its hours by the clocks of `zone`."""
    entries: dict[date, list[Entry]] = defaultdict(list)
    totals: dict[date, int] = {}
    forums: dict[str, str] = {}
    for session, day, total in rows:
        forums[session.forum.slug] = session.forum.name
        if day is not None:
            totals[day] = total
            entries[day].append(_entry(session, session.starts_at, zone))
        if session.awaits_confirmation and session.proposed_starts_at:
            ghost = _entry(session, session.proposed_starts_at, zone, proposed=True)
            entries[ghost.starts.date()].append(ghost)
    weeks = [
        [
            Day(day, inside=day in period, holiday=holidays.get(day), fasting=any(day in fast for fast in ramadans))
            for day in week
        ]
        for week in period.weeks()
    ]
    for cell in (cell for week in weeks for cell in week):
        if cell.inside and cell.date in entries:
            _fill(cell, entries[cell.date], totals.get(cell.date, 0))
    return Grid(weeks, sum(totals.values()), sorted(forums.items(), key=lambda one: one[1]))


def _entry(session: Session, starts_at: datetime, zone: ZoneInfo, *, proposed: bool = False) -> Entry:
    starts = starts_at.astimezone(zone)
    elsewhere = session.timezone != zone.key and starts_at.astimezone(session.zone).utcoffset() != starts.utcoffset()
    return Entry(session, starts, (starts_at + session.length).astimezone(zone), proposed, elsewhere)


def _fill(day: Day, entries: list[Entry], total: int) -> None:
    """Put a day's entries in the order of their hours, mark those at the same time, say how many more there are."""
    entries.sort(key=lambda one: one.starts)
    taking_place = [one for one in entries if one.session.state in {SessionState.PLANNED, SessionState.HELD}]
    shared = at_the_same_time((one.starts, one.ends) for one in taking_place)
    for one, beside in zip(taking_place, shared, strict=True):
        one.beside = beside
    day.entries = entries
    day.more = total - sum(not one.proposed for one in entries)
