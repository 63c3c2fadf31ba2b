"""Answers are not kept for ever."""

from __future__ import annotations

from app.api.idempotency import forget
from app.jobs import job


@job("api.forget-answers", "cron", hour=3, minute=15)
def forget_answers() -> None:
    """Forget what was answered to keys of requests a day ago."""
    forget()
