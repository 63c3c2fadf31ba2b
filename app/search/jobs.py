"""Jobs that keep the search index complete."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import structlog
from sqlalchemy import select

from app.database import db
from app.jobs import job
from app.search.index import rebuild_by_steps
from app.search.models import SearchEntry, search_words
from app.search.vocabulary import listed_by_steps

log = structlog.get_logger()


@job("search.fill", minutes=5)
def fill() -> Iterator[int]:
    """Build the index, or its list of words, if it is empty: after an upgrade from a version without, or a restore."""
    if _is_empty(SearchEntry.id):
        yield from rebuild_by_steps()
    elif _is_empty(search_words.c.word):
        yield from (0 for _step in listed_by_steps())


def _is_empty(column: Any) -> bool:
    return db.session.execute(select(column).limit(1)).first() is None


@job("search.compare", "cron", hour=3, minute=40)
def compare() -> Iterator[int]:
    """Compare the index with all objects, mend what differs, and log how many entries did."""
    changed = 0
    for entries in rebuild_by_steps():
        changed += entries
        yield entries
    if changed:
        log.warning("search index differed", entries=changed)
