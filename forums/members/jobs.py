"""The daily job that adds and removes participants on their first and last days, catching up on missed days."""

from __future__ import annotations

from collections.abc import Iterator

from app.clock import today, utc_now
from app.jobs import job
from forums.members import actions, queries


@job("members", "cron", minute=10)
def come_and_go() -> Iterator[None]:
    """Remove participants first, then add: one person may do both on a day, in two roles."""
    at = utc_now()
    for participant in queries.gone(today()):
        actions.depart(participant, at=at)
        yield
    for arrival in queries.arrived(today()):
        actions.arrive(arrival, at=at)
        yield
