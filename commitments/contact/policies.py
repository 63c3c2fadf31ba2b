"""Policies of the contact of a commitment."""

from __future__ import annotations

from collections.abc import Mapping

from app.accounts.models import Person
from app.organisations.models import Contact, ContactRole
from app.organisations.queries import contacts_of
from app.web.policies import policy
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment

NAMING = (ContactRole.HEAD, ContactRole.FOCAL_POINT)
"""The roles whose people choose the contact of their organisation's commitments."""


@policy("commitment:name-contact", Commitment, hidden_unless=read_commitment, opened_by=("coordinator",))
def name_contact(user: Person, commitment: Commitment) -> bool:
    """The head and the focal point of the responsible organisation, and coordinators."""
    return user.is_coordinator or (
        user.organisation_id == commitment.responsible_id and names_for(user, contacts_of(commitment.responsible_id))
    )


def names_for(user: Person, held: Mapping[ContactRole, Contact]) -> bool:
    """Return whether a person names contacts for their organisation, whose contacts are `held`."""
    return any(held[role].person_id == user.id for role in NAMING if role in held)
