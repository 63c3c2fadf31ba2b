"""Policies of hand-overs."""

from __future__ import annotations

from typing import Any

from app.accounts.models import Person
from app.organisations.queries import those_with_accounts
from app.web.policies import policy
from commitments.handover.models import Handover
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment


@policy("handover:ask", Commitment, hidden_unless=read_commitment, opened_by=("coordinator",))
def ask_handover(user: Person, commitment: Commitment) -> bool:
    """The responsible organisation, and coordinators."""
    return user.organisation_id == commitment.responsible_id or user.is_coordinator


@policy("handover:read", Handover)
def read_handover(user: Person, handover: Handover) -> bool:
    """Everyone who may read the commitment."""
    return read_commitment(user, handover.commitment)


def receivers(reader: Person, handover: Handover) -> list[tuple[Person, Any]]:
    """Return the people of the receiving organisation; everyone who is signed in may read their names."""
    return [(one, handover.receiver.label) for one in those_with_accounts(handover.to_id)]


@policy("handover:answer", Handover, hidden_unless=read_handover, held_by=receivers)
def answer_handover(user: Person, handover: Handover) -> bool:
    """The receiving organisation."""
    return user.organisation_id == handover.to_id


@policy("handover:withdraw", Handover, hidden_unless=read_handover, opened_by=("coordinator",))
def withdraw_handover(user: Person, handover: Handover) -> bool:
    """The organisation that is still responsible, and coordinators."""
    return user.organisation_id == handover.from_id or user.is_coordinator
