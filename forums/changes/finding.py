"""Rules for finding times on working days at which the quorum of a forum can be met."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from app.calendars.recurrence import to_instant
from forums.attendance.rules import Place, Quorum, quorum

STEP = timedelta(minutes=30)
SATURDAY = 5

Busy = Mapping[UUID, Sequence[tuple[datetime, datetime]]]
"""When each person is not available: spans of instants, in any order."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A seat that counts towards the quorum: its sector and the people who may take it."""

    sector: str
    people: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The search: days (both included), local times within which the session lies, duration and required quorum."""

    since: date
    until: date
    earliest: time
    latest: time
    length: timedelta
    zone: ZoneInfo
    share: int
    sectors: Sequence[str]


@dataclass(frozen=True, slots=True)
class Opening:
    """A time at which the quorum can be met, with those who are not available."""

    starts_at: datetime
    ends_at: datetime
    quorum: Quorum
    busy: tuple[UUID, ...]

    def meets(self, times: Iterable[tuple[datetime, datetime]]) -> bool:
        """Whether it overlaps any of the given times."""
        return any(start < self.ends_at and end > self.starts_at for start, end in times)


def openings(
    wanted: Wanted, sittings: Sequence[Sitting], busy: Busy, *, after: datetime, is_off: Callable[[date], bool]
) -> list[Opening]:
    """Return the times at which the quorum can be met, best first: most seats, fewest absent, then earliest.

    A seat is free if any of its people is. Days for which `is_off` is true, weekends, and times up to `after` are left
    out.
    """
    people = list(dict.fromkeys(person for sitting in sittings for person in sitting.people))
    found = []
    for starts_at, ends_at in _times(wanted, is_off):
        if starts_at <= after:
            continue
        away = {one for one in people if any(start < ends_at and end > starts_at for start, end in busy.get(one, ()))}
        places = [Place(one.sector, any(person not in away for person in one.people)) for one in sittings]
        stands = quorum(places, share=wanted.share, required=wanted.sectors)
        if stands.is_met:
            found.append(Opening(starts_at, ends_at, stands, tuple(one for one in people if one in away)))
    return sorted(found, key=lambda one: (-one.quorum.taken, len(one.busy), one.starts_at))


def spread(found: Sequence[Opening], zone: ZoneInfo, *, a_day: int, most: int) -> list[Opening]:
    """Return the first openings without overlaps, at most `a_day` per day and `most` in all."""
    chosen: list[Opening] = []
    for one in found:
        day = one.starts_at.astimezone(zone).date()
        same = [other for other in chosen if other.starts_at.astimezone(zone).date() == day]
        if len(same) < a_day and all(
            one.starts_at >= other.ends_at or one.ends_at <= other.starts_at for other in same
        ):
            chosen.append(one)
        if len(chosen) == most:
            break
    return chosen


def _times(wanted: Wanted, is_off: Callable[[date], bool]) -> Iterator[tuple[datetime, datetime]]:
    day = wanted.since
    while day <= wanted.until:
        if day.weekday() < SATURDAY and not is_off(day):
            local = datetime.combine(day, wanted.earliest)
            while local + wanted.length <= datetime.combine(day, wanted.latest):
                starts_at = to_instant(local, wanted.zone)
                yield starts_at, starts_at + wanted.length
                local += STEP
        day += timedelta(days=1)
