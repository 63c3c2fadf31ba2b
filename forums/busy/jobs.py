"""Calendars are read when they are due, one that somebody waits for within seconds; what is old is forgotten."""

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
    """Remove times that are over, or that nobody may rely on any more."""
    actions.forget_old(at=utc_now())
