"""Policies of disputes: who may dispute a finding, read the record, take part, and mediate."""

from __future__ import annotations

from typing import Any

from app.accounts.models import Person
from app.circles.queries import stewards
from app.web.policies import policy
from commitments.disputes import queries
from commitments.extensions.policies import responsible_people
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment
from commitments.verification.policies import verifiers


def people_of_sides(reader: Person, commitment: Commitment) -> list[tuple[Person, Any]]:
    """Return the people of both sides; everyone who is signed in may read their names."""
    return [*responsible_people(reader, commitment), *verifiers(reader, commitment)]


def is_side(user: Person, commitment: Commitment) -> bool:
    """Return whether a person belongs to the responsible or the verifier organisation."""
    return user.organisation_id in {commitment.responsible_id, commitment.verifier_id}


@policy("dispute:open", Commitment, hidden_unless=read_commitment, held_by=responsible_people)
def open_dispute(user: Person, commitment: Commitment) -> bool:
    """The responsible organisation."""
    return user.organisation_id == commitment.responsible_id


@policy("dispute:read", Commitment, hidden_unless=read_commitment, opened_by=("coordinator",))
def read_dispute(user: Person, commitment: Commitment) -> bool:
    """The responsible and the verifier organisation, coordinators, and the chair and facilitators of the circle."""
    if is_side(user, commitment) or user.is_coordinator:
        return True
    return bool(stewards(user.id, commitment.circle_id) & set(queries.MEDIATING))


@policy("dispute:take-part", Commitment, hidden_unless=read_commitment, held_by=people_of_sides)
def take_part(user: Person, commitment: Commitment) -> bool:
    """The responsible and the verifier organisation: each writes its position, and agrees to an outcome or not."""
    return is_side(user, commitment)


@policy("dispute:mediate", Commitment, hidden_unless=read_commitment, opened_by=("coordinator",))
def mediate(user: Person, commitment: Commitment) -> bool:
    """Impartial chairs and facilitators of the circle, else coordinators; others if both sides agreed to that."""
    dispute = queries.open_dispute(commitment.id)
    agreed = dispute.insiders_agreed if dispute else False
    return user in queries.mediators(commitment, insiders_agreed=agreed)


@policy("dispute:settle", Commitment, hidden_unless=read_commitment, held_by=people_of_sides)
def settle(user: Person, commitment: Commitment) -> bool:
    """Those who mediate, and both sides, so that nobody has to wait for a mediator."""
    return is_side(user, commitment) or mediate(user, commitment)
