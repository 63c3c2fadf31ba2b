"""Rules for the order and timing of an agenda. Durations are in minutes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil

LAST = 1_000
"""The position of the closing item; others are inserted before it."""
AHEAD = timedelta(days=14)
"""How long before a session its agenda is created."""
MOST_CARRIED = 3
"""How many times an item may be carried over before the facilitator must choose what happens to it."""
CLOSING_TIME = time(16)
"""The local time at which agendas close for proposals."""
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Slot:
    """The time of one item: minutes allotted, and when its discussion started and ended."""

    minutes: int
    started_at: datetime | None = None
    ended_at: datetime | None = None

    def running(self, now: datetime) -> int | None:
        """Return the full minutes that it has been under discussion at `now`, or None if it is not."""
        if self.started_at is None or self.ended_at is not None:
            return None
        return max(0, whole_minutes(self.started_at, now))


def whole_minutes(start: datetime, end: datetime) -> int:
    """Return the full minutes from one instant to another; negative if `end` is earlier."""
    return int((end - start).total_seconds() // 60)


def minutes_used(started_at: datetime, ended_at: datetime) -> int:
    """Return the duration of an item in minutes, rounded up, at least one."""
    return max(1, ceil((ended_at - started_at).total_seconds() / 60))


def behind(slots: Iterable[Slot], *, began: datetime, now: datetime) -> int:
    """Return how many minutes a session is behind schedule at `now`; negative if it is ahead.

    The expected time is the allotted time of the finished items, plus the elapsed part of the current item's.
    """
    earned = 0
    for slot in slots:
        running = slot.running(now)
        if slot.ended_at is not None:
            earned += slot.minutes
        elif running is not None:
            earned += min(running, slot.minutes)
    return whole_minutes(began, now) - earned


def place_after(positions: Sequence[int]) -> int:
    """Return the position for a new item: after all others, but before the closing item."""
    return max((position for position in positions if position < LAST), default=0) + 1


def swapped(positions: Sequence[int], place: int, *, up: bool) -> list[int]:
    """Return new positions in which the item at `place` and its neighbour are swapped.

    At the end of the agenda nothing is swapped. Duplicate positions are renumbered first.
    """
    distinct = list(positions) if len(set(positions)) == len(positions) else list(range(1, len(positions) + 1))
    other = place - 1 if up else place + 1
    if 0 <= other < len(distinct):
        distinct[place], distinct[other] = distinct[other], distinct[place]
    return distinct


def reordered(present: Sequence[Hashable], wanted: Sequence[Hashable], positions: Sequence[int]) -> list[int] | None:
    """Return the new position of each of the `present` items for the order `wanted`.

    The positions in use are kept, so that new items are still inserted before a closing item; duplicate ones are
    renumbered. Returns None if `wanted` does not name each item exactly once.
    """
    if len(wanted) != len(present) or set(wanted) != set(present):
        return None
    distinct = sorted(positions) if len(set(positions)) == len(positions) else list(range(1, len(positions) + 1))
    places = dict(zip(wanted, distinct, strict=True))
    return [places[one] for one in present]


def asks_for_resolution(carried_times: int) -> bool:
    """Whether an item was carried over so often that it is not carried over again without a choice."""
    return carried_times >= MOST_CARRIED


def working_day_before(day: date, count: int, *, is_free: Callable[[date], bool]) -> date:
    """Return the date `count` working days before `day`. Weekends and days that are free do not count."""
    while count > 0:
        day -= timedelta(days=1)
        if day.weekday() < SATURDAY and not is_free(day):
            count -= 1
    return day
