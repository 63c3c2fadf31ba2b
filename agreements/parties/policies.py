"""Who may write what one side says about itself."""

from __future__ import annotations

from agreements.parties import queries
from agreements.registry.models import Party
from agreements.registry.policies import change_agreement, read_whole
from app.accounts.models import Person
from app.web.policies import loads, policy

loads("party_id", Party)(queries.for_change)


@policy("party:read", Party)
def read_party(user: Person, party: Party) -> bool:
    """Whoever may read all of the agreement."""
    return read_whole(user, party.agreement)


@policy("party:change", Party, hidden_unless=read_party)
def change_party(user: Person, party: Party) -> bool:
    """Coordinators, and members of the party itself: numbers and signatories are each side's own."""
    return change_agreement(user, party.agreement) or user.organisation_id == party.seat.organisation_id
