"""Actions: save, change and delete a view."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import RuleViolation
from app.saved_views import queries
from app.saved_views.models import SavedView
from app.saved_views.rules import LONGEST, MOST


def save(list_name: str, query: str, *, name: str, is_shared: bool, by: Person, at: datetime) -> SavedView:
    """Save a view of a list.

    Raises RuleViolation if the person has `MOST` already, or the query string is too long.
    """
    _require_short(query)
    if queries.own_count(list_name, by) >= MOST:
        raise RuleViolation(_l("You have %(most)s views of this list. Delete one first", most=MOST))
    view = SavedView(list_name=list_name, name=name, query=query, owner_id=by.id, is_shared=is_shared, saved_at=at)
    db.session.add(view)
    audit.record("saved_view.saved", view, by=by, at=at, list_name=list_name, is_shared=is_shared)
    return view


def change(view: SavedView, query: str, *, name: str, is_shared: bool, by: Person, at: datetime) -> None:
    """Rename a view, let it ask something else of its list, share it or stop sharing it.

    Raises RuleViolation if the query string is too long.
    """
    _require_short(query)
    view.name, view.query, view.is_shared = name, query, is_shared
    audit.record("saved_view.changed", view, by=by, at=at, list_name=view.list_name, is_shared=is_shared)


def delete(view: SavedView, *, by: Person, at: datetime) -> None:
    """Delete a view."""
    audit.record("saved_view.deleted", view, by=by, at=at, list_name=view.list_name, is_shared=view.is_shared)
    db.session.delete(view)


def _require_short(query: str) -> None:
    if len(query) > LONGEST:
        raise RuleViolation(_l("This view has too many filters to be saved"))
