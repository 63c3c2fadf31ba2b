"""Queries of saved views."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from app.accounts.models import Person
from app.database import alphabetical, db
from app.saved_views.models import SavedView
from app.saved_views.rules import MOST


def offered(list_name: str, person: Person) -> Sequence[SavedView]:
    """Return the views of a list that are the person's own or shared, by name; at most twice `MOST`."""
    readable = or_(SavedView.owner_id == person.id, SavedView.is_shared)
    query = select(SavedView).where(SavedView.list_name == list_name, readable)
    return db.session.scalars(query.order_by(alphabetical(SavedView.name), SavedView.id).limit(2 * MOST)).all()


def own_count(list_name: str, person: Person) -> int:
    """Return how many views of a list a person has saved."""
    own = (SavedView.list_name == list_name, SavedView.owner_id == person.id)
    return db.session.scalar(select(func.count()).select_from(SavedView).where(*own)) or 0
