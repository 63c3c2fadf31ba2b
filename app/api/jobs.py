"""The job that deletes stored responses."""

from __future__ import annotations

from app.api.idempotency import forget
from app.jobs import job


@job("api.forget-answers", "cron", hour=3, minute=15)
def forget_answers() -> None:
    """Delete responses that were stored for idempotency keys more than a day ago."""
    forget()
