"""The daily job that prepares the agendas of upcoming sessions."""

from __future__ import annotations

from app.clock import utc_now
from app.jobs import job
from forums.agenda import actions, queries
from forums.agenda.rules import AHEAD


@job("agendas", "cron", hour=5, minute=30)
def prepare_agendas() -> None:
    """Create the agenda of each session in the next two weeks, and add items left over since."""
    now = utc_now()
    for session in queries.sessions_between(now, now + AHEAD):
        actions.prepare(session, at=now)
