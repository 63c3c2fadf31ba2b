"""Policies of changes."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy
from forums.changes.models import Change
from forums.scheduling.policies import change_forum as may_change_forum
from forums.scheduling.policies import read_forum as may_read_forum


@policy("change:read", Change)
def read_change(user: Person, change: Change) -> bool:
    """Those who may read the forum."""
    return may_read_forum(user, change.forum)


@policy("change:undo", Change, hidden_unless=read_change, opened_by=("coordinator",))
def undo_change(user: Person, change: Change) -> bool:
    """Coordinators, and the chair and facilitators of the forum."""
    return may_change_forum(user, change.forum)
