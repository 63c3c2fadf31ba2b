"""The job that proposes to publish parts of minutes once their last day has passed; it publishes nothing itself."""

from __future__ import annotations

from app.clock import today, utc_now
from app.jobs import job
from forums.redaction import notices, queries


@job("withheld-parts", "cron", hour=6, minute=20)
def propose_openings() -> None:
    """Notify coordinators, once, of parts that are still withheld after their last day."""
    day, now = today(), utc_now()
    for redaction in queries.expired(day):
        late = [one for one in redaction.withholdings if one.until and one.until < day and not one.announced_at]
        for one in late:
            one.announced_at = now
        notices.expired(redaction, count=len(late), at=now)
