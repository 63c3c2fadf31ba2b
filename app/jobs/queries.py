"""The heartbeat of the scheduler that leads."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.database import db
from app.jobs.models import Heartbeat

SILENCE = 45
"""Seconds without a heartbeat after which the scheduler counts as dead; it beats every ten."""


def last_beat() -> datetime | None:
    """Return when the scheduler that leads, or led last, was last alive."""
    return db.session.scalar(select(Heartbeat.at).where(Heartbeat.name == "scheduler"))


def is_alive(beat: datetime | None, now: datetime) -> bool:
    """Whether a scheduler whose last heartbeat is `beat` counts as running at `now`."""
    return beat is not None and (now - beat).total_seconds() <= SILENCE
