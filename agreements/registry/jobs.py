"""Daily job that announces the ends of agreements whose notice date has come, once each, also after an outage."""

from __future__ import annotations

from agreements.registry import notices, queries
from app import audit, clock
from app.jobs import job


@job("agreement-ends", "cron", hour=6, minute=10)
def announce() -> None:
    """Notify coordinators and the parties' focal points that notice about an agreement's end is due."""
    for agreement in queries.to_announce(clock.today()):
        agreement.notified_for = agreement.expires_on
        audit.record("agreement.announced", agreement, by=None, at=clock.utc_now(), expires_on=agreement.expires_on)
        notices.ends(agreement)
