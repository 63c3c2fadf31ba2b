"""Who may look things up."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy


@policy("search:use")
def search(user: Person) -> bool:
    """Everyone who is signed in; each finds only what they may read."""
    return user.is_active
