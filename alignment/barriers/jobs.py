"""The daily job that puts old barriers before leadership."""

from __future__ import annotations

from collections.abc import Iterator

from alignment.barriers import actions, queries
from app.clock import today, utc_now
from app.jobs import job


@job("barriers", "cron", hour=5, minute=10)
def escalate_old_ones() -> Iterator[None]:
    """Put the barriers before leadership that are open for more than `rules.FOR_LEADERSHIP` days, one by one."""
    for barrier_id in queries.grown_old(today()):
        if barrier := queries.to_escalate(barrier_id):
            actions.escalate(barrier, by=None, at=utc_now())
        yield
