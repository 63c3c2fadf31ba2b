"""The demo's daily counts: those of the days with which its dashboard compares, and which its trend shows."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.clock import local_date
from insights.dashboard.queries import MONTHS
from insights.dashboard.scope import WINDOWS
from insights.indicators.daily import store
from insights.indicators.rules import month_ends


def count_days(now: datetime) -> None:
    """Store the counts of yesterday, of the days before each window, and of the ends of months."""
    today = local_date(now)
    for day in {*month_ends(today, MONTHS)[:-1], *(today - timedelta(days=days) for days in (1, *WINDOWS))}:
        store(day)
