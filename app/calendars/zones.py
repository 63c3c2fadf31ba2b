"""VTIMEZONE: the offsets of a time zone, as a calendar file carries them."""

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
    """Clocks that go from one offset to another, under the name and kind of the new one."""

    before: timedelta
    after: timedelta
    name: str
    daylight: bool


@lru_cache(maxsize=100)  # saves 1.2 ms of every feed and invitation; pure, so it ends with the process
def zone_component(name: str, *, first_year: int, last_year: int) -> Timezone:
    """Return the VTIMEZONE of the IANA zone `name` that holds in these years, both included.

    It has at least the offset in force at their beginning, even where clocks never change. (The library's own
    search leaps over changes that last a few weeks, and dates those forward by the clock after them.)
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
    """Halve the time between two offsets until the second at which the later one begins."""
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
