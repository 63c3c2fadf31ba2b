"""Daily job that stores the counts of open commitments at the end of each day, also after an outage."""

from __future__ import annotations

from collections.abc import Iterator

from app.jobs import job
from insights.indicators import daily


@job("daily-counts", "cron", hour=0, minute=20)
def store_daily_counts() -> Iterator[None]:
    """Store the counts of the days until yesterday since the last stored one, each in a transaction of its own."""
    for day in daily.missing():
        daily.store(day)
        yield
