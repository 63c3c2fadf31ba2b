"""The policy of the targets."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy


@policy("cooperation:targets", opened_by=("coordinator",))
def set_targets(user: Person) -> bool:
    """Coordinators."""
    return user.is_active and user.is_coordinator
