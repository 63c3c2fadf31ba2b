"""Writes VTIMEZONE components, the definitions of time zones in calendar files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from app.calendars.recurrence import find_zone

if TYPE_CHECKING:
    from icalendar import Timezone

STEP = timedelta(days=1)
EXACT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Observance:
    """A change from one offset to another, with the name and type of the new one."""

    before: timedelta
    after: timedelta
    name: str
    daylight: bool


@lru_cache(maxsize=100)  # saves 1.2 ms of every feed and invitation; pure, so it ends with the process
def zone_component(name: str, *, first_year: int, last_year: int) -> Timezone:
    """Return the VTIMEZONE of the IANA time zone `name` for these years, both included.

    It contains at least the offset at their beginning, even if the offset never changes. (The library's own search
    misses changes that last only a few weeks, and dates forward changes by the offset after them.)
    """
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = find_zone(name)
    start = datetime(first_year, 1, 1, tzinfo=UTC)
    onsets: defaultdict[Observance, list[datetime]] = defaultdict(list)
    for moment in (start, *changes(zone, start, datetime(last_year + 1, 1, 1, tzinfo=UTC))):
        observance = _observance(zone, moment, first=moment == start)
        onsets[observance].append((moment + observance.before).replace(tzinfo=None))
    component = Timezone()
    component.add("TZID", name)
    for observance, (first, *later) in onsets.items():
        part = TimezoneDaylight() if observance.daylight else TimezoneStandard()
        part.DTSTART = first
        part.TZOFFSETFROM = observance.before
        part.TZOFFSETTO = observance.after
        part.add("TZNAME", observance.name)
        if later:
            part.add("RDATE", later)
        component.add_component(part)
    return component


def _observance(zone: ZoneInfo, moment: datetime, *, first: bool) -> Observance:
    local = moment.astimezone(zone)
    after = _offset(zone, moment)
    before = after if first else _offset(zone, moment - EXACT)
    return Observance(before, after, local.tzname() or zone.key, bool(local.dst()))


def changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield each instant at which the offset changes, to the second."""
    earlier = start
    while earlier < end:
        later = earlier + STEP
        if _offset(zone, earlier) != _offset(zone, later):
            yield _first_after(zone, earlier, later)
        earlier = later


def _first_after(zone: ZoneInfo, earlier: datetime, later: datetime) -> datetime:
    """Find by bisection the first second with the new offset."""
    offset = _offset(zone, earlier)
    while later - earlier > EXACT:
        middle = earlier + (later - earlier) // EXACT // 2 * EXACT
        if _offset(zone, middle) == offset:
            earlier = middle
        else:
            later = middle
    return later


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
