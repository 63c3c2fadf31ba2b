"""Policies of extension requests."""

from __future__ import annotations

from typing import Any

from app.accounts.models import Person
from app.circles.models import StewardRole
from app.circles.queries import stewards
from app.organisations.queries import those_with_accounts
from app.web.policies import policy
from commitments.extensions.models import Extension
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment


def responsible_people(reader: Person, commitment: Commitment) -> list[tuple[Person, Any]]:
    """Return the people of the responsible organisation; everyone who is signed in may read their names."""
    return [(one, commitment.responsible.label) for one in those_with_accounts(commitment.responsible_id)]


@policy("extension:ask", Commitment, hidden_unless=read_commitment, held_by=responsible_people)
def ask_extension(user: Person, commitment: Commitment) -> bool:
    """The responsible organisation."""
    return user.organisation_id == commitment.responsible_id


@policy("extension:read", Extension)
def read_extension(user: Person, extension: Extension) -> bool:
    """Everyone who may read the commitment."""
    return read_commitment(user, extension.commitment)


@policy("extension:answer", Extension, hidden_unless=read_extension, opened_by=("coordinator",))
def answer_extension(user: Person, extension: Extension) -> bool:
    """The verifier organisation, coordinators and the circle's chair; never members of the responsible organisation."""
    commitment = extension.commitment
    if user.organisation_id == commitment.responsible_id:
        return False
    if user.is_coordinator or user.organisation_id == commitment.verifier_id:
        return True
    return StewardRole.CHAIR in stewards(user.id, commitment.circle_id)
