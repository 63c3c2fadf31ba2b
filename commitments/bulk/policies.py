"""Policies of acts on several commitments."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy


@policy("commitment:remind-several", opened_by=("coordinator",))
def remind_several(user: Person) -> bool:
    """Coordinators; each commitment is checked by the policy of a single reminder."""
    return user.is_coordinator


@policy("commitment:change-several")
def change_several(user: Person) -> bool:
    """Everyone signed in; each commitment is checked by the policy of a single change."""
    return user.is_active
