"""Windows of days, shares and survival curves. No Flask, no SQLAlchemy, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

FEW = 5
"""A share of fewer than this many is told as a count, never as a percentage."""
MOVED = 5
"""Points by which a share must change for that to be called a trend."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    @classmethod
    def ending(cls, last: date, days: int) -> Window:
        """Return the window of `days` that ends with `last`."""
        return cls(last - timedelta(days=days - 1), last)

    @property
    def days(self) -> int:
        """Return the number of days."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Window:
        """Return the window of as many days just before this one."""
        return Window.ending(self.first - timedelta(days=1), self.days)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Return the share in whole per cent, rounded half up; None if the whole is too small to speak of one."""
        return percent(self.part, self.whole) if self.whole >= FEW else None

    @property
    def plain(self) -> dict[str, int | None]:
        """Return the share as values of JSON, with its percentage."""
        return {"part": self.part, "whole": self.whole, "percent": self.percent}


def percent(part: int, whole: int) -> int | None:
    """Return `part` as a whole percentage of `whole`, halves rounded up, or None if `whole` is 0."""
    return (200 * part + whole) // (2 * whole) if whole else None


def on_time(kept_on_time: int, kept: int, overdue: int) -> Share:
    """Return the share that was on time: met by the first due date, among all met in a time and those overdue.

    `overdue`: what was owed at the end of that time and past its first due date; extensions change nothing.
    """
    return Share(kept_on_time, kept + overdue)


class Month(NamedTuple):
    """A month of a trend: its first day, and the share of the three months that end with it; None if it is unknown."""

    first: date
    share: Share | None


class Step(NamedTuple):
    """From `day` on, `left` of all (from 1 down to 0) were not done yet."""

    day: int
    left: float


def month_ends(last: date, months: int) -> list[date]:
    """Return the last days of the months that a trend of `months` shows; `last` itself stands for its own month."""
    return [first_of_month(last, back) - timedelta(days=1) for back in range(months - 2, -1, -1)] + [last]


def trend(kept: Mapping[date, tuple[int, int]], last: date, months: int, overdue: Mapping[date, int]) -> list[Month]:
    """Return the shares of the last `months` months, each over three months.

    `kept`: on time and all that were met, by day. `overdue`: what was owed past its first due date at `month_ends`;
    the share of a month without it is unknown.
    """
    found: list[Month] = []
    for end in month_ends(last, months):
        since = first_of_month(end, 2)
        counted = [counts for day, counts in kept.items() if since <= day <= end]
        part, whole = sum(part for part, _all in counted), sum(whole for _part, whole in counted)
        share = Share(part, whole + overdue[end]) if end in overdue else None
        found.append(Month(first_of_month(end), share))
    return found


def first_of_month(day: date, back: int = 0) -> date:
    """Return the first day of the month of `day`, or of the month `back` months before (after, if negative)."""
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def survival(done: Iterable[tuple[int, int]], waiting: Iterable[tuple[int, int]]) -> list[Step]:
    """Return the Kaplan-Meier estimate of the share not done, by days: pairs of (days, number), done or still waiting.

    Those that wait count as not done up to their age, and no longer after it.
    """
    events: dict[int, list[int]] = {}
    for kind, pairs in enumerate((done, waiting)):
        for days, number in pairs:
            events.setdefault(max(days, 0), [0, 0])[kind] += number
    at_risk, left, steps = sum(sum(pair) for pair in events.values()), 1.0, [Step(0, 1.0)]
    for day in sorted(events):
        finished, waits = events[day]
        if finished:
            left *= 1 - finished / at_risk
            steps.append(Step(day, left))
        at_risk -= finished + waits
    return steps


def half_done(steps: Sequence[Step]) -> int | None:
    """Return after how many days half were done, or None if that was never reached."""
    return next((step.day for step in steps if step.left <= 0.5), None)


def balance(present: Mapping[str, int], called: Mapping[str, int]) -> float | None:
    """Return how even sectors were present: 1 - half the sum of |share present - share called|; None if nobody was."""
    came, all_called = sum(present.values()), sum(called.values())
    if not came or not all_called:
        return None
    gaps = (abs(present.get(one, 0) / came - number / all_called) for one, number in called.items())
    return 1 - sum(gaps) / 2
