"""Rules for the periods of the calendar, for overlapping sessions, and for the hours of a day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

FIRST_YEAR, LAST_YEAR = 1970, 2199
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
WORKING_HOURS = range(8, 17)
"""The hours of a working day, which a week shows at least."""
MOST_LANES = 6
"""The most overlapping sessions that a week draws side by side."""
SATURDAY = 5
_WRITTEN = {
    "month": re.compile(r"([0-9]{4})-([0-9]{2})"),
    "week": re.compile(r"([0-9]{4})-W([0-9]{2})"),
    "year": re.compile(r"([0-9]{4})"),
}


class View(StrEnum):
    """The period that the calendar shows."""

    MONTH = "month"
    WEEK = "week"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """The month, week (from Monday) or year that begins on `first`."""

    view: View
    first: date

    @classmethod
    def around(cls, view: View, day: date) -> Period:
        """Return the period that contains a day."""
        if view is View.WEEK:
            return cls(view, day - day.weekday() * DAY)
        return cls(view, day.replace(month=day.month if view is View.MONTH else 1, day=1))

    @classmethod
    def written(cls, view: View, text: str) -> Period | None:
        """Return the period written as "2026-11", "2026-W48" or "2026", from 1970 to 2199, or None."""
        found = _WRITTEN[view].fullmatch(text)
        if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            return None
        year, number = int(found[1]), int(found[2]) if view is not View.YEAR else 1
        try:
            return cls(view, date.fromisocalendar(year, number, 1) if view is View.WEEK else date(year, number, 1))
        except ValueError:
            return None

    def __str__(self) -> str:
        if self.view is View.WEEK:
            year, number, _weekday = self.first.isocalendar()
            return f"{year:04}-W{number:02}"
        return f"{self.first:%Y-%m}" if self.view is View.MONTH else f"{self.first:%Y}"

    @property
    def last(self) -> date:
        """The last day of the period."""
        if self.view is View.WEEK:
            return self.first + WEEK - DAY
        days = 32 if self.view is View.MONTH else 366
        return Period.around(self.view, self.first + days * DAY).first - DAY

    @property
    def before(self) -> Period | None:
        """The previous period, or None before 1970."""
        day = self.first - DAY
        return Period.around(self.view, day) if day.year >= FIRST_YEAR else None

    @property
    def after(self) -> Period | None:
        """The next period, or None if it ends after 2199."""
        found = Period.around(self.view, self.last + DAY)
        return found if found.last.year <= LAST_YEAR else None

    @property
    def shown(self) -> tuple[date, date]:
        """The first and last day on the page: a month is shown in whole weeks."""
        if self.view is View.YEAR:
            return self.first, self.last
        weeks = list(self.weeks())
        return weeks[0][0], weeks[-1][-1]

    def weeks(self) -> Iterator[list[date]]:
        """Yield the weeks of the period from Monday to Sunday, including days outside it."""
        monday = self.first - self.first.weekday() * DAY
        while monday <= self.last:
            yield [monday + number * DAY for number in range(7)]
            monday += WEEK

    def months(self) -> list[Period]:
        """Return the months of a year."""
        return [Period(View.MONTH, self.first.replace(month=number)) for number in range(1, 13)]

    def __contains__(self, day: date) -> bool:
        if self.view is View.WEEK:
            return 0 <= (day - self.first).days < 7
        return day.year == self.first.year and (self.view is View.YEAR or day.month == self.first.month)


def at_the_same_time(spans: Iterable[tuple[datetime, datetime]]) -> list[bool]:
    """Return for each span (start, end) whether it overlaps another one; adjacent spans do not overlap."""
    found: list[bool] = []
    given = list(spans)
    for number, (starts, ends) in enumerate(given):
        others = given[:number] + given[number + 1 :]
        found.append(any(start < ends and starts < end for start, end in others))
    return found


def hours_of(starts: datetime, ends: datetime) -> range:
    """Return the hours of the day on which a span starts that it touches: 9.30 to 11 touches 9 and 10."""
    until = ends.hour + (ends.minute > 0) if ends.date() == starts.date() else 24
    return range(starts.hour, max(until, starts.hour + 1))


def side_by_side(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[int, int]]:
    """Return for each span (start, end), ordered by start, its lane and the number of lanes of its group.

    Spans of one lane do not overlap. A group ends where a span begins after all before it have ended. From
    MOST_LANES on, lanes are used again, so that spans stay wide enough to be pointed at.
    """
    found: list[tuple[int, int]] = []
    group: list[int] = []
    ends: list[datetime] = []
    for start, end in spans:
        if group and start >= max(ends):
            found += [(lane % MOST_LANES, min(len(ends), MOST_LANES)) for lane in group]
            group, ends = [], []
        lane = next((number for number, until in enumerate(ends) if until <= start), len(ends))
        ends[lane : lane + 1] = [end]
        group.append(lane)
    return found + [(lane % MOST_LANES, min(len(ends), MOST_LANES)) for lane in group]


def is_working_day(day: date, *, is_holiday: bool) -> bool:
    """Whether offices work on a day: from Monday to Friday, except holidays."""
    return day.weekday() < SATURDAY and not is_holiday
