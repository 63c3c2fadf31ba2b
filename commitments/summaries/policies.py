"""Policies of weekly summaries."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy
from commitments.summaries.models import Summary


@policy("summary:choose")
def choose_summary(user: Person) -> bool:
    """Everyone signed in, for themselves."""
    return user.is_active


@policy("summary:own", Summary)
def own_summary(user: Person, summary: Summary) -> bool:
    """The person who receives it."""
    return user.id == summary.person_id
