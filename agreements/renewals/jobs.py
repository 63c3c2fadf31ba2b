"""Daily job that lets agreements go on which are renewed by themselves, also after an outage."""

from __future__ import annotations

from agreements.renewals import queries
from agreements.renewals.actions import renew_tacitly
from app import clock
from app.jobs import job


@job("tacit-renewals", "cron", hour=5, minute=20)
def renew() -> None:
    """Begin the next term of the agreements whose end has passed without an objection."""
    now = clock.utc_now()
    for agreement in queries.ended_tacitly(clock.today()):
        renew_tacitly(agreement, clock.today(), at=now)
