"""Policies of saved views."""

from __future__ import annotations

from app.accounts.models import Person
from app.saved_views.models import SavedView
from app.web.policies import policy


@policy("saved_view:save")
def save_view(user: Person) -> bool:
    """Everyone signed in, for themselves; coordinators for everyone too."""
    return user.is_active


@policy("saved_view:read", SavedView)
def read_view(user: Person, saved_view: SavedView) -> bool:
    """Its owner; everyone signed in if it is shared. It lists only what the reader may read."""
    return saved_view.is_shared or saved_view.owner_id == user.id


@policy("saved_view:change", SavedView, hidden_unless=read_view, opened_by=("coordinator",))
def change_view(user: Person, saved_view: SavedView) -> bool:
    """Its owner; coordinators if it is shared."""
    return saved_view.owner_id == user.id or (saved_view.is_shared and user.is_coordinator)
