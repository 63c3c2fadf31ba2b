"""The hourly job that deletes the entries of guests who were not confirmed."""

from __future__ import annotations

from collections.abc import Iterator

from app.clock import utc_now
from app.jobs import job
from forums.checkin import actions, queries


@job("guests_erased", "cron", minute=25)
def erase_what_is_old() -> Iterator[None]:
    """Delete the entries that were not confirmed within a day, session by session."""
    now = utc_now()
    for session in queries.to_erase(now - actions.KEPT):
        actions.erase(session, at=now)
        yield
