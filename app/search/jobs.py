"""Jobs that keep the search index complete."""

from __future__ import annotations

from collections.abc import Iterator

import structlog
from sqlalchemy import select

from app.database import db
from app.jobs import job
from app.search.index import rebuild_by_steps
from app.search.models import SearchEntry, search_words

log = structlog.get_logger()


@job("search.fill", minutes=5)
def fill() -> Iterator[int]:
    """Build the index if it or its list of words is empty: after an upgrade from a version without, or a restore."""
    if any(db.session.execute(select(one).limit(1)).first() is None for one in (SearchEntry.id, search_words.c.word)):
        yield from rebuild_by_steps()


@job("search.compare", "cron", hour=3, minute=40)
def compare() -> Iterator[int]:
    """Compare the index with all objects, mend what differs, and log how many entries did."""
    changed = 0
    for entries in rebuild_by_steps():
        changed += entries
        yield entries
    if changed:
        log.warning("search index differed", entries=changed)
