"""The mailbox is looked into every minute, and messages are kept for a while only."""

from __future__ import annotations

from collections.abc import Iterator

from app.clock import utc_now
from app.jobs import is_stopping, job
from app.mail.inbox.actions import forget
from app.mail.inbox.polling import poll


@job("inbox", seconds=60, own_transactions=True)
def fetch_messages() -> None:
    """Take in what lies in the mailbox, if there is one."""
    poll(stop=is_stopping)


@job("inbox-forget", "cron", hour=3, minute=10)
def forget_old_messages() -> Iterator[None]:
    """Remove messages that are older than the setting, some at a time."""
    while forget(at=utc_now()):
        yield
