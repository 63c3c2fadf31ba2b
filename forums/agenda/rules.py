"""Rules for the order and timing of an agenda. Durations are in minutes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

LAST = 1_000
"""The position of the closing item; others are inserted before it."""


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
