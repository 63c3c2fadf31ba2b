"""Jobs that poll the mailbox and delete old messages."""

from __future__ import annotations

from collections.abc import Iterator

from app.clock import utc_now
from app.jobs import is_stopping, job
from app.mail.inbox.actions import forget
from app.mail.inbox.polling import poll


@job("inbox", seconds=60, own_transactions=True)
def fetch_messages() -> None:
    """Process new messages in the mailbox, if one is configured."""
    poll(stop=is_stopping)


@job("inbox-forget", "cron", hour=3, minute=10)
def forget_old_messages() -> Iterator[None]:
    """Delete messages that are older than the setting, in batches."""
    while forget(at=utc_now()):
        yield
