"""Who may read both directions."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy


@policy("voices:list")
def list_voices(user: Person) -> bool:
    """Everyone who is signed in; the page has the forums that each may read."""
    return user.is_active
