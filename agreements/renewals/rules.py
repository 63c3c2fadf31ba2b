"""The term that follows another. Pure; both days of a term are inclusive local dates."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

A_DAY = timedelta(days=1)


def next_end(begins: date, ends: date) -> date | None:
    """Return the last day of a term of the same length that follows, or None if it would be after the last date.

    A term of whole months is followed by as many months: 9 January 2026 to 8 January 2027 by one until 8 January 2028.
    """
    following = ends + A_DAY
    months = (following.year - begins.year) * 12 + following.month - begins.month
    try:
        if months > 0 and _months_later(begins, months) == following:
            return _months_later(following, months) - A_DAY
        return ends + (following - begins)
    except (OverflowError, ValueError):
        return None


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
