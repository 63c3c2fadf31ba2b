"""Messages are kept for a while only."""

from __future__ import annotations

from collections.abc import Iterator

from app.clock import utc_now
from app.inbox.actions import forget
from app.scheduler import job


@job("inbox-forget", "cron", hour=3, minute=10)
def forget_old_messages() -> Iterator[None]:
    """Remove messages that are older than the setting, some at a time."""
    while forget(at=utc_now()):
        yield
