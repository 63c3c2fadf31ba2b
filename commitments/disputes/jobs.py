"""The daily job that reminds mediators."""

from __future__ import annotations

from datetime import timedelta

from app import clock
from app.database import db
from app.jobs import job
from commitments.disputes import notices, queries
from commitments.disputes.rules import IDLE_AFTER


@job("mediation", "cron", hour=6, minute=10)
def remind_mediators() -> None:
    """Remind the mediators of disputes in which nobody has taken a step for `IDLE_AFTER` days, once per pause."""
    for dispute in db.session.scalars(queries.idle_since(clock.utc_now() - timedelta(days=IDLE_AFTER))).all():
        notices.idle(dispute)
