"""Whoever's day has come joins, whoever's last day is over leaves; days that were missed are made up for."""

from __future__ import annotations

from collections.abc import Iterator

from app.clock import today, utc_now
from app.jobs import job
from forums.members import actions, queries


@job("members", "cron", minute=10)
def come_and_go() -> Iterator[None]:
    """Let people leave, then join: somebody may do both on one day, in two roles."""
    at = utc_now()
    for participant in queries.gone(today()):
        actions.depart(participant, at=at)
        yield
    for arrival in queries.arrived(today()):
        actions.arrive(arrival, at=at)
        yield
