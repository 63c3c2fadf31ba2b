"""Who may read, propose and end promises."""

from __future__ import annotations

from app.accounts.models import Person
from app.circles.models import Circle, Classification
from app.circles.queries import readable_by_role, sits_in, stewards
from app.clock import today
from app.policy import loads, policy
from commitments.registry import queries
from commitments.registry.models import Commitment
from commitments.registry.rules import Visibility

loads("commitment_id", Commitment)(queries.for_detail)


@policy("commitment:list")
def list_commitments(user: Person) -> bool:
    """Everyone signed in; the list holds what each may read."""
    return user.is_active


@policy("commitment:read", Commitment)
def read_commitment(user: Person, commitment: Commitment) -> bool:
    """The parties, the circle as far as its visibility says, and platform roles by classification."""
    if is_party(user, commitment) or commitment.visibility is Visibility.PUBLIC:
        return True
    if commitment.circle.classification in readable_by_role(user):
        return True
    in_circle = commitment.visibility is Visibility.CIRCLE
    return in_circle and sits_in(user.organisation_id, commitment.circle_id, today())


@policy("commitment:propose", Circle)
def propose_commitment(user: Person, circle: Circle) -> bool:
    """Coordinators, those who lead or serve the circle, and organisations with a seat in it."""
    if user.is_coordinator:
        return circle.classification is not Classification.SECRET or sits_in(user.organisation_id, circle.id, today())
    return sits_in(user.organisation_id, circle.id, today(), voting=True) or bool(stewards(user.id, circle.id))


@policy("commitment:begin")
def begin_commitment(user: Person) -> bool:
    """Everyone but administrators; only circles are offered in which the person may propose."""
    return user.is_active and not user.is_administrator


@policy("commitment:cancel", Commitment, hidden_unless=read_commitment)
def cancel_commitment(user: Person, commitment: Commitment) -> bool:
    """Coordinators, and the person who proposed it."""
    return user.is_coordinator or user.id == commitment.proposed_by_id


def is_party(user: Person, commitment: Commitment) -> bool:
    """Whether the person's organisation is responsible, verifier or contributor."""
    own = user.organisation_id
    if own in {commitment.responsible_id, commitment.verifier_id}:
        return True
    return any(helper.id == own for helper in commitment.contributors)
