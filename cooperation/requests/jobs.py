"""The daily job that erases the personal data of requests that ended long ago."""

from __future__ import annotations

from collections.abc import Iterator

from app.clock import today, utc_now
from app.jobs import job
from cooperation.requests import actions, queries


@job("cooperation_erased", "cron", hour=3, minute=55)
def erase_what_is_old() -> Iterator[None]:
    """Erase the requests that were declined or withdrawn two years ago, one by one."""
    for request in queries.to_erase(today()):
        actions.erase(request, by=None, at=utc_now())
        yield
