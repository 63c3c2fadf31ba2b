"""The lookup itself: every kind of thing in one statement."""

from __future__ import annotations

from datetime import date

from flask import current_app
from sqlalchemy import CompoundSelect, literal_column, select, union_all

from app import panels
from app.accounts.models import Person
from app.clock import today
from app.database import db
from app.search.trigrams import Sought


def find(person: Person, text: str) -> list[panels.Hit]:
    """Return the first of every kind of thing that contain `text` and that `person` may read, kind by kind."""
    kinds = tuple(kind for kind in panels.registry(current_app).searches if kind.may(person))
    rows = db.session.execute(_found(person, Sought.of(text), today(), kinds=kinds)).all()
    return [kinds[row.place].hit(row) for row in sorted(rows, key=lambda row: row.place)]


def _found(person: Person, sought: Sought, today: date, *, kinds: tuple[panels.Lookup, ...]) -> CompoundSelect[int]:
    """Select the place of a kind in `kinds`, and what it selects itself, each kind in its own order."""
    found = (kind.select(person, sought, today).subquery() for kind in kinds)
    return union_all(*(select(literal_column(str(place)).label("place"), *of.c) for place, of in enumerate(found)))
