"""Policies of commitments: who may list, read, propose and cancel them, and change their visibility."""

from __future__ import annotations

from app.accounts.models import Person
from app.circles.models import Circle, Classification
from app.circles.queries import has_place, knows, sits_in, stewards
from app.circles.rules import readable_by_role
from app.clock import today
from app.web.policies import loads, policy
from commitments.registry import queries
from commitments.registry.models import Commitment
from commitments.registry.queries import is_party
from commitments.registry.rules import Visibility

loads("commitment_id", Commitment)(queries.for_detail)


@policy("commitment:list")
def list_commitments(user: Person) -> bool:
    """Everyone signed in; the list contains only what the user may read."""
    return user.is_active


@policy("commitment:read", Commitment)
def read_commitment(user: Person, commitment: Commitment) -> bool:
    """The parties, the circle according to the visibility, and platform roles; in a secret circle, named people."""
    circle, visibility = commitment.circle, commitment.visibility
    if circle.classification is Classification.SECRET:
        return queries.reads_secret(user, commitment)
    if is_party(user, commitment) or circle.classification in readable_by_role(user):
        return True
    if visibility is Visibility.PUBLIC and circle.classification is Classification.PUBLIC:
        return True
    return visibility is not Visibility.PARTIES and has_place(user, circle, today())


@policy("commitment:propose", Circle)
def propose_commitment(user: Person, circle: Circle) -> bool:
    """Coordinators, the circle's stewards, and organisations with a voting seat in it, if they may see the circle."""
    if user.is_coordinator:
        return knows(user, circle, today())
    votes = sits_in(user.organisation_id, circle.id, today(), voting=True)
    if votes and circle.classification is not Classification.SECRET:
        return True  # whoever has a seat knows of the circle
    return knows(user, circle, today()) and (votes or bool(stewards(user.id, circle.id)))


@policy("commitment:begin")
def begin_commitment(user: Person) -> bool:
    """Everyone signed in; only the circles in which the user may propose can be chosen."""
    return user.is_active


@policy("commitment:cancel", Commitment, hidden_unless=read_commitment, opened_by=("coordinator",))
def cancel_commitment(user: Person, commitment: Commitment) -> bool:
    """Coordinators, and the person who proposed it."""
    return user.is_coordinator or user.id == commitment.proposed_by_id


@policy("commitment:change-visibility", Commitment, hidden_unless=read_commitment, opened_by=("coordinator",))
def change_visibility(user: Person, commitment: Commitment) -> bool:
    """Coordinators, with a reason, within what the classification of the circle allows."""
    return user.is_coordinator
