"""Jobs of capacity: organisations are asked for their levels every half year."""

from __future__ import annotations

from collections.abc import Iterator

from alignment.capacity import actions, queries
from alignment.capacity.rules import is_due
from app.clock import local_date, today, utc_now
from app.jobs import job


@job("competence_rounds", "cron", hour=8, minute=35)
def ask_again() -> Iterator[None]:
    """Ask again half a year after organisations were asked; never before a coordinator asked for the first time."""
    last = queries.last_round()
    if is_due(local_date(last.at) if last else None, today()) and queries.competences():
        actions.ask(by=None, at=utc_now())
        yield
