"""Rules of the page of a commitment that a link opens. Days are local dates."""

from __future__ import annotations

from datetime import date, timedelta

from app.calendars.shifts import HolidayOn, nearest_working_day
from commitments.reminders.rules import ANSWER_WITHIN

A_DAY = timedelta(days=1)


def answer_by(proposed_on: date) -> date:
    """Return the last day before a proposal without an answer is reminded of."""
    return proposed_on + timedelta(days=ANSWER_WITHIN)


def suggested_dates(due: date, today: date, holiday_on: HolidayOn) -> list[date]:
    """Return two working days to propose instead of `due`, one and two weeks after it or after today, or the next."""
    later = (max(due, today) + timedelta(weeks=weeks) for weeks in (1, 2))
    return list(dict.fromkeys(nearest_working_day(day - A_DAY, holiday_on, step=1) for day in later))
