"""Policy of the dashboard."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy


@policy("dashboard:read", opened_by=("coordinator", "leadership"))
def read_dashboard(user: Person) -> bool:
    """Coordinators and leadership; it counts only what the user may read."""
    return user.is_active and (user.is_coordinator or user.is_leadership)
