"""Who may read the record."""

from __future__ import annotations

from app.accounts.models import Person
from app.policy import policy


@policy("audit:read")
def read_record(user: Person) -> bool:
    """Administrators read all of the record, coordinators what happened in circles that they may read."""
    return user.is_administrator or user.is_coordinator
