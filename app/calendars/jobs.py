"""The job that updates the list of holidays, so that future years are available when sessions are created."""

from __future__ import annotations

from app.calendars import actions
from app.clock import today, utc_now
from app.jobs import job


@job("calendars.fill-holidays", "cron", hour=1, minute=30)
def fill_holidays() -> int:
    """Add the holidays from this year to three years ahead; return how many rows changed."""
    this_year = today().year
    return actions.fill(range(this_year, this_year + actions.YEARS_AHEAD + 1), at=utc_now())
