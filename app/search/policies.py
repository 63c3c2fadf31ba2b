"""Who may search."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy


@policy("search:use")
def search(user: Person) -> bool:
    """Everyone who is signed in; results include only what the user may read."""
    return user.is_active
