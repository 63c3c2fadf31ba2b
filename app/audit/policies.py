"""Who may read the record."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy


@policy("audit:read")
def read_record(user: Person) -> bool:
    """Administrators read the record, of secret circles act and time alone; coordinators what they may know of."""
    return user.is_administrator or user.is_coordinator
