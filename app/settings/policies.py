"""Who may open the settings page."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy


@policy("settings:read", opened_by=("administrator", "coordinator"))
def read_settings(user: Person) -> bool:
    """Administrators and coordinators; each section checks its own policy."""
    return user.is_administrator or user.is_coordinator


@policy("instance:change", opened_by=("administrator",))
def change_instance(user: Person) -> bool:
    """Administrators."""
    return user.is_administrator
