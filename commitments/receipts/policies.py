"""Policies of records of delivery."""

from __future__ import annotations

from app.accounts.models import Person
from app.circles.rules import readable_by_role
from app.web.policies import policy
from commitments.receipts.queries import record_of
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment
from commitments.registry.queries import is_party


@policy("receipt:write", Commitment, hidden_unless=read_commitment, opened_by=("coordinator",))
def write_receipt(user: Person, commitment: Commitment) -> bool:
    """The responsible organisation, the verifier, and coordinators."""
    return user.is_coordinator or user.organisation_id in {commitment.responsible_id, commitment.verifier_id}


@policy("receipt:read", Commitment, hidden_unless=read_commitment, opened_by=("coordinator",))
def read_receipt(user: Person, commitment: Commitment) -> bool:
    """Those who write it; once it has a number, the parties, and platform roles by classification."""
    if write_receipt(user, commitment):
        return True
    reads = is_party(user, commitment) or commitment.circle.classification in readable_by_role(user)
    return reads and is_issued(commitment)


def is_issued(commitment: Commitment) -> bool:
    """Return whether the record was written and has a number."""
    found = record_of(commitment.id)
    return found is not None and bool(found.number)
