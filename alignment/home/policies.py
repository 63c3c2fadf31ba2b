"""Who may read the first page of alignment."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy


@policy("alignment:home")
def read_home(user: Person) -> bool:
    """Everyone who is signed in; each part has what the reader may know of."""
    return user.is_active
