"""Mail leaves by itself."""

from __future__ import annotations

from app.outbox.delivery import deliver
from app.scheduler import is_stopping, job


@job("outbox", seconds=5, own_transactions=True)
def deliver_mail() -> None:
    """Send what is due, until nothing is left or the scheduler ends."""
    deliver(stop=is_stopping)
