"""The job that limits the drawings that are kept."""

from __future__ import annotations

from datetime import timedelta

from app.charts.drawing import forget_unused
from app.clock import utc_now
from app.jobs import job

KEPT_FOR = timedelta(days=30)


@job("charts-sweep", "cron", hour=2, minute=55)
def forget_unused_drawings() -> None:
    """Delete drawings of charts that were not requested for `KEPT_FOR`, and the oldest of too many."""
    forget_unused(utc_now() - KEPT_FOR)
