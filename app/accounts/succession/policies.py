"""Who may pass on the roles and the open work of a person."""

from __future__ import annotations

from app.accounts.models import Person
from app.accounts.people.policies import read_person
from app.web.policies import policy


@policy("person:hand-over", Person, hidden_unless=read_person, opened_by=("administrator", "coordinator"))
def hand_over(user: Person, person: Person) -> bool:
    """Administrators and coordinators; only what they may read and change themselves is passed on."""
    return user.is_administrator or user.is_coordinator
