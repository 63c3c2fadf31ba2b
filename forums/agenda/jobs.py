"""Agendas of the sessions to come, every morning."""

from __future__ import annotations

from datetime import timedelta

from app.clock import utc_now
from app.jobs import job
from forums.agenda import actions, queries

AHEAD = timedelta(days=14)
"""How long before a session its agenda stands, for people to add to."""


@job("agendas", "cron", hour=5, minute=30)
def prepare_agendas() -> None:
    """Begin the agenda of each session of the next two weeks, and add what came free since."""
    now = utc_now()
    for session in queries.sessions_between(now, now + AHEAD):
        actions.prepare(session, at=now)
