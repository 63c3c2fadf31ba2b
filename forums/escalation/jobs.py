"""The daily job that puts commitments on agendas for which no session was planned when they were escalated."""

from __future__ import annotations

from app.clock import local_date, utc_now
from app.jobs import job
from forums.escalation import queries
from forums.escalation.actions import put_on_agenda


@job("escalations", "cron", hour=6, minute=10)
def escalate() -> None:
    """Put each onto the agenda of the next session of its forum, if there is one now."""
    now = utc_now()
    for commitment in queries.not_placed(local_date(now)):
        put_on_agenda(commitment, at=now)
