"""The daily job that warns before the basis of a forum ends, once per warning, also after an outage."""

from __future__ import annotations

from collections.abc import Iterator

from app.clock import today, utc_now
from app.jobs import job
from forums.basis import actions, queries


@job("forum-bases", "cron", hour=6, minute=15)
def warn() -> Iterator[None]:
    """Warn coordinators and facilitators 60, 30 and 7 days before the basis of a forum ends."""
    for basis in queries.ending(today()):
        actions.warn(basis, today=today(), at=utc_now())
        yield
