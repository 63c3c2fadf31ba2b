"""The daily job that erases the personal data of registrations."""

from __future__ import annotations

from collections.abc import Iterator

from app.clock import utc_now
from app.jobs import job
from forums.registration import actions, queries


@job("registrations_erased", "cron", hour=3, minute=40)
def erase_what_is_old() -> Iterator[None]:
    """Erase the registrations whose retention period is over, session by session."""
    now = utc_now()
    for opening in queries.to_erase(now):
        actions.erase(opening, at=now)
        yield
