"""Policies of verification."""

from __future__ import annotations

from typing import Any

from app.accounts.models import Person
from app.organisations.queries import those_with_accounts
from app.web.policies import policy
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment


def verifiers(reader: Person, commitment: Commitment) -> list[tuple[Person, Any]]:
    """Return the people of the verifier organisation; everyone who is signed in may read their names."""
    return [(one, commitment.verifier.label) for one in those_with_accounts(commitment.verifier_id)]


@policy("commitment:verify", Commitment, hidden_unless=read_commitment, held_by=verifiers)
def verify_commitment(user: Person, commitment: Commitment) -> bool:
    """Members of the verifier organisation; never of the responsible one."""
    return user.organisation_id == commitment.verifier_id != commitment.responsible_id


@policy("commitment:close", Commitment, hidden_unless=read_commitment, opened_by=("coordinator",))
def close_commitment(user: Person, commitment: Commitment) -> bool:
    """Coordinators, with a reason, unless their own organisation is responsible."""
    return user.is_coordinator and user.organisation_id != commitment.responsible_id
