"""Who may see and change the list of holidays."""

from __future__ import annotations

from app.accounts.models import Person
from app.policy import policy


@policy("holiday:list")
def list_holidays(user: Person) -> bool:
    """Administrators and coordinators: the list decides when sessions are proposed to move."""
    return user.is_administrator or user.is_coordinator


@policy("holiday:edit")
def edit_holidays(user: Person) -> bool:
    """Administrators."""
    return user.is_administrator
