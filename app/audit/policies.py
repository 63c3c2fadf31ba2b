"""Who may read the audit trail."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy


@policy("audit:read", opened_by=("administrator", "coordinator"))
def read_record(user: Person) -> bool:
    """Administrators, in secret circles only action and time; coordinators, for circles that they may know of."""
    return user.is_administrator or user.is_coordinator
