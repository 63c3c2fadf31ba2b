"""The job that deletes stored responses."""

from __future__ import annotations

from app.api.idempotency import delete_expired
from app.jobs import job


@job("api.forget-answers", "cron", hour=3, minute=15)
def delete_expired_responses() -> None:
    """Delete responses that were stored for idempotency keys more than a day ago."""
    delete_expired()
