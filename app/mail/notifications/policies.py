"""Policy of notifications."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy


@policy("notifications:own")
def own_notifications(user: Person) -> bool:
    """Everyone who is signed in: one's own."""
    return user.is_active
