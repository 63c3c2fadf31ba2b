"""The timeline of a commitment's dates: start, first due date, current due date, today or completion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

LEFT, RIGHT = 8, 552
"""The ends of the line in the units of the drawing, which is 560 wide."""
BESIDE_END, BETWEEN = 150, 118
"""Minimum distance between the labels of two neighbours: next to an end of the line, and elsewhere."""

Kind = Literal["start", "first", "due", "today", "done"]


@dataclass(frozen=True, slots=True)
class Point:
    """A date on the line. `x` is in units of the drawing."""

    kind: Kind
    day: date
    x: int
    anchor: Literal["start", "middle", "end"]


def points(*, first: date, current: date, start: date | None, today: date, done: date | None) -> list[Point]:
    """Return the dates in order, with distances that leave room for labels.

    The first due date has its own point only if it differs from the current one; a completed commitment has no point
    for today.
    """
    found: list[tuple[date, Kind]] = [(current, "due"), (done, "done") if done else (today, "today")]
    if start:
        found.append((start, "start"))
    if first != current:
        found.append((first, "first"))
    rank = ("start", "first", "due", "today", "done")
    found.sort(key=lambda one: (one[0], rank.index(one[1])))
    places = _places([day for day, _kind in found])
    last = len(found) - 1
    return [
        Point(kind, day, x, "start" if place == 0 else "end" if place == last else "middle")
        for place, ((day, kind), x) in enumerate(zip(found, places, strict=True))
    ]


def _places(days: list[date]) -> list[int]:
    """Place sorted days on the line in proportion, then move neighbours apart until their labels fit."""
    span = max((days[-1] - days[0]).days, 1)
    places = [LEFT + round((RIGHT - LEFT) * (day - days[0]).days / span) for day in days]
    places[0], places[-1] = LEFT, RIGHT
    last = len(days) - 1
    for place in range(1, last):
        places[place] = max(places[place], places[place - 1] + (BESIDE_END if place == 1 else BETWEEN))
    for place in range(last - 1, 0, -1):
        places[place] = min(places[place], places[place + 1] - (BESIDE_END if place == last - 1 else BETWEEN))
    assert all(a < b for a, b in pairwise(places))
    return places
