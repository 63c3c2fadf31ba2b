"""Mail leaves by itself."""

from __future__ import annotations

from app.jobs import is_stopping, job
from app.mail.outbox.delivery import deliver


@job("outbox", seconds=5, own_transactions=True)
def deliver_mail() -> None:
    """Send what is due, until nothing is left or the scheduler ends."""
    deliver(stop=is_stopping)
