"""The city that tests look at, and how much is in it."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from app.clock import utc_now
from app.database import db
from demo.city.load import Size, load
from demo.parties import assemble


def raise_city() -> list[str]:
    """Load a small city on the demo's organisations into an empty database; return what was told meanwhile."""
    assemble(utc_now() - timedelta(days=500))
    db.session.commit()
    told: list[str] = []
    load(Size(sessions=150, commitments=500, people=100), told.append)
    return told


def number_of(model: type[Any]) -> int:
    """Return how many things of a kind there are."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0
