"""Jobs that read the calendars that are due, and delete outdated busy times."""

from __future__ import annotations

from app.clock import utc_now
from app.jobs import is_stopping, job
from forums.busy import actions
from forums.busy.polling import read_due


@job("busy_feeds", seconds=5, own_transactions=True)
def read_calendars() -> None:
    """Read the calendars that are due."""
    read_due(stop=is_stopping)


@job("busy_times_forgotten", "cron", hour=3, minute=50)
def forget_what_is_old() -> None:
    """Delete times that are over or outdated."""
    actions.forget_old(at=utc_now())
