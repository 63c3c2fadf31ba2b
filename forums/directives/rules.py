"""Rules for the time in which a directive or suggestion is answered."""

from __future__ import annotations

from datetime import date, timedelta

from app.calendars.shifts import HolidayOn, nearest_working_day

A_YEAR = timedelta(days=366)


def working_days_after(day: date, number: int, holiday_on: HolidayOn) -> date:
    """Return the `number`-th working day after `day`."""
    for _place in range(number):
        day = nearest_working_day(day, holiday_on, step=1)
    return day
