"""Rules of services: coverage on a day, quarters, the plan that follows from targets, and the next status. Pure."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple


class Channel(enum.Enum):
    """Where people use a service today."""

    COUNTER = "counter"
    WEBSITE = "website"
    OWN_APP = "own_app"
    CITY_APP = "city_app"
    PHONE = "phone"


class Integration(enum.Enum):
    """How far a service is integrated. INTEGRATED: data flow both ways without being typed again."""

    INTEGRATED = "integrated"
    PARTIAL = "partial"
    MANUAL = "manual"
    NOT_INTEROPERABLE = "not_interoperable"
    PHYSICAL_VERIFICATION = "physical_verification"


class Budget(enum.Enum):
    """Who pays for the integration: the regional budget (APBD), the unit's own, or a partner."""

    REGIONAL = "regional"
    OWN = "own"
    PARTNER = "partner"


PAST, AHEAD = 4, 4
"""Quarters that the growth shows up to the current one, and after it."""


class Quarter(NamedTuple):
    """A quarter of a year; quarters sort by time."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return self.plus(1).first - timedelta(days=1)

    def plus(self, quarters: int) -> Quarter:
        """Return the quarter that is so many later, or earlier if negative."""
        year, rest = divmod(self.year * 4 + self.number - 1 + quarters, 4)
        return Quarter(year, rest + 1)

    def until(self, other: Quarter) -> int:
        """Return how many quarters later `other` is."""
        return (other.year - self.year) * 4 + other.number - self.number


def quarter_of(day: date) -> Quarter:
    """Return the quarter of a day."""
    return Quarter(day.year, (day.month + 2) // 3)


class Entry(NamedTuple):
    """A service in history: its statuses by the days since which they hold, and the day on which it was archived.

    Of two statuses since the same day the later one in the sequence counts.
    """

    statuses: Sequence[tuple[date, Integration]]
    archived: date | None = None


def status_on(entry: Entry, day: date) -> Integration | None:
    """Return the status of a service on a day, or None if it was not in the register then."""
    if entry.archived and entry.archived <= day:
        return None
    return next((status for since, status in reversed(entry.statuses) if since <= day), None)


class Coverage(NamedTuple):
    """How many services are integrated, out of all in the register."""

    integrated: int
    total: int

    @property
    def percent(self) -> int:
        """The share in per cent, rounded; 0 without services."""
        return round(100 * self.integrated / self.total) if self.total else 0


def coverage(entries: Iterable[Entry], day: date) -> Coverage:
    """Return the coverage on a day: integrated services out of those that were in the register and not archived."""
    found = [status for entry in entries if (status := status_on(entry, day))]
    return Coverage(found.count(Integration.INTEGRATED), len(found))


class Point(NamedTuple):
    """The number of integrated services at the end of a quarter; `planned`: as the targets have it."""

    quarter: Quarter
    integrated: int
    total: int
    planned: bool


def growth(entries: Collection[Entry], targets: Iterable[Quarter], today: date) -> list[Point]:
    """Return the numbers of the last quarters up to today, then those that follow from targets of open services.

    `targets` are those of services that are not integrated yet. Targets that passed are no plan, and do not count.
    """
    now = quarter_of(today)
    past = [now.plus(back) for back in range(1 - PAST, 1)]
    points = [Point(one, *coverage(entries, min(one.last, today)), planned=False) for one in past]
    ahead = [target for target in targets if target >= now]
    latest = points[-1]
    for one in (now.plus(step) for step in range(1, AHEAD + 1)):
        reached = latest.integrated + sum(target <= one for target in ahead)
        points.append(Point(one, reached, latest.total, planned=True))
    return points


def placed(begins: Quarter, ends: Quarter, first: Quarter, columns: int) -> tuple[int, int] | None:
    """Return the column from which a step is shown and over how many, or None if it is outside the columns."""
    start, end = max(0, first.until(begins)), min(columns - 1, first.until(ends))
    return (start, end - start + 1) if start <= end else None


def suggested(status: Integration, *, all_met: bool, steps_left: int) -> Integration | None:
    """Return the status that may follow once a linked commitment was met, or None if there is nothing after it.

    A service is suggested as integrated if every linked commitment is met and no step of the roadmap is left.
    """
    if status is Integration.INTEGRATED:
        return None
    if all_met and not steps_left:
        return Integration.INTEGRATED
    return Integration.PARTIAL if status is not Integration.PARTIAL else None
