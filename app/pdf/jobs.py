"""The job that limits the size of the document cache."""

from __future__ import annotations

from datetime import timedelta

from app.clock import utc_now
from app.jobs import job
from app.pdf.cache import forget_unused

KEPT_FOR = timedelta(days=90)


@job("papers-sweep", "cron", hour=2, minute=50)
def forget_unused_papers() -> None:
    """Delete cached documents that were not requested for `KEPT_FOR`."""
    forget_unused(utc_now() - KEPT_FOR)
