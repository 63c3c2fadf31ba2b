"""The daily job that erases who sent suggestions that were answered long ago."""

from __future__ import annotations

from collections.abc import Iterator

from app.clock import utc_now
from app.jobs import job
from forums.directives import actions, queries


@job("suggestions_erased", "cron", hour=3, minute=50)
def erase_senders() -> Iterator[None]:
    """Erase name, organisation and address of senders a year after the answer."""
    now = utc_now()
    for directive in queries.to_erase(now):
        actions.erase(directive, at=now)
        yield
