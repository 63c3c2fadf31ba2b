"""The job that delivers mail."""

from __future__ import annotations

from app.jobs import is_stopping, job
from app.mail.outbox.delivery import deliver


@job("outbox", seconds=5, own_transactions=True)
def deliver_mail() -> None:
    """Send due messages until none is left or the scheduler stops."""
    deliver(stop=is_stopping)
