"""Who may read the results of checks."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy


@policy("health:read", opened_by=("administrator",))
def read_health(user: Person) -> bool:
    """Administrators: the results name settings and folders of the machine."""
    return user.is_administrator
