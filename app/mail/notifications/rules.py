"""Rules of summaries: when the next one is due."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from app.calendars.shifts import HolidayOn, is_day_off

SUMMARY_AT = time(7)
"""The local time of summaries for people who chose no other."""


def next_summary(after: datetime, at: time, *, weekly: bool, holiday_on: HolidayOn) -> datetime:
    """Return the first moment after `after` at which a summary is due; all are wall times.

    It is due on working days; weekly ones on the first working day of each week that has any.
    """
    day = after.date()
    if after >= datetime.combine(day, at, after.tzinfo):
        day += timedelta(days=1)
    while is_day_off(day, holiday_on) or (weekly and not _begins_week(day, holiday_on)):
        day += timedelta(days=1)
    return datetime.combine(day, at, after.tzinfo)


def _begins_week(day: date, holiday_on: HolidayOn) -> bool:
    return all(is_day_off(day - timedelta(days=before), holiday_on) for before in range(1, day.weekday() + 1))
