"""Policies of the contact of a commitment."""

from __future__ import annotations

from app.accounts.models import Person
from app.organisations.models import ContactRole
from app.organisations.queries import contacts
from app.web.policies import policy
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment

NAMING = (ContactRole.HEAD, ContactRole.FOCAL_POINT)
"""The roles whose people choose the contact of their organisation's commitments."""


@policy("commitment:name-contact", Commitment, hidden_unless=read_commitment, opened_by=("coordinator",))
def name_contact(user: Person, commitment: Commitment) -> bool:
    """The head and the focal point of the responsible organisation, and coordinators."""
    if user.is_coordinator:
        return True
    own = user.organisation_id == commitment.responsible_id
    return own and user in contacts(commitment.responsible_id, NAMING)
