"""Calendars are read when they are due, one that somebody waits for within seconds."""

from __future__ import annotations

from app.scheduler import is_stopping, job
from forums.busy.reading import read_due


@job("busy_feeds", seconds=15, own_transactions=True)
def read_calendars() -> None:
    """Read the calendars that are due."""
    read_due(stop=is_stopping)
