"""Jobs that keep the search index complete."""

from __future__ import annotations

import structlog

from app.database import db
from app.jobs import job
from app.search.index import rebuild
from app.search.models import SearchEntry

log = structlog.get_logger()


@job("search.fill", minutes=5)
def fill() -> None:
    """Build the index if it is empty: after an upgrade from a version without one, or the restore of such a backup."""
    if db.session.query(SearchEntry.id).first() is None:
        rebuild()


@job("search.compare", "cron", hour=3, minute=40)
def compare() -> None:
    """Compare the index with all objects, mend what differs, and log how many entries did."""
    if changed := rebuild():
        log.warning("search index differed", entries=changed)
