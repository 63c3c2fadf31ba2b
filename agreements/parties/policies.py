"""Policies of parties: who may read and change their credentials."""

from __future__ import annotations

from agreements.parties import queries
from agreements.registry.models import Party
from agreements.registry.policies import change_agreement, read_whole
from app.accounts.models import Person
from app.web.policies import loads, policy

loads("party_id", Party)(queries.for_change)


@policy("party:read", Party)
def read_party(user: Person, party: Party) -> bool:
    """Everyone who may read all of the agreement."""
    return read_whole(user, party.agreement)


@policy("party:change", Party, hidden_unless=read_party, opened_by=("coordinator",))
def change_party(user: Person, party: Party) -> bool:
    """Coordinators, and members of the party itself: each party states its own number and signatory."""
    return change_agreement(user, party.agreement) or user.organisation_id == party.seat.organisation_id
