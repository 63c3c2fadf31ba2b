"""Policies of reminders."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment


@policy("commitment:remind", Commitment, hidden_unless=read_commitment, opened_by=("coordinator",))
def remind_party(user: Person, commitment: Commitment) -> bool:
    """Coordinators, unless their own organisation is responsible."""
    return user.is_coordinator and user.organisation_id != commitment.responsible_id
