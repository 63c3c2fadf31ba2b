"""Policies of delivery: who may answer, report, comment and read evidence."""

from __future__ import annotations

from app.accounts.models import Person
from app.web.policies import policy
from commitments.delivery.models import Evidence
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment
from commitments.registry.queries import is_party


@policy("commitment:deliver", Commitment, hidden_unless=read_commitment, opened_by=("coordinator",))
def deliver(user: Person, commitment: Commitment) -> bool:
    """The responsible organisation, and coordinators on its behalf."""
    return user.organisation_id == commitment.responsible_id or user.is_coordinator


@policy("commitment:agree-date", Commitment, hidden_unless=read_commitment, opened_by=("coordinator",))
def agree_date(user: Person, commitment: Commitment) -> bool:
    """Coordinators, the verifier organisation and the proposer, unless they belong to the responsible organisation."""
    own_side = user.organisation_id == commitment.verifier_id or user.id == commitment.proposed_by_id
    return (user.is_coordinator or own_side) and user.organisation_id != commitment.responsible_id


@policy("commitment:comment", Commitment, hidden_unless=read_commitment, opened_by=("coordinator",))
def comment(user: Person, commitment: Commitment) -> bool:
    """The parties, and coordinators."""
    return user.is_coordinator or is_party(user, commitment)


@policy("evidence:read", Evidence)
def read_evidence(user: Person, evidence: Evidence) -> bool:
    """Everyone who may read the commitment."""
    return read_commitment(user, evidence.commitment)


def acts_on_behalf(user: Person, commitment: Commitment) -> bool:
    """Return whether the person acts on the responsible organisation's behalf, and must give the source."""
    return user.organisation_id != commitment.responsible_id
