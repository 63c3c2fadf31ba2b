"""Names and addresses are kept only as long as the form promised."""

from __future__ import annotations

from collections.abc import Iterator

from app.clock import utc_now
from app.jobs import job
from forums.registration import actions, queries


@job("registrations_erased", "cron", hour=3, minute=40)
def erase_what_is_old() -> Iterator[None]:
    """Erase who registered for sessions that are long over, session by session."""
    now = utc_now()
    for opening in queries.to_erase(now):
        actions.erase(opening, at=now)
        yield
