"""Who may read, propose and end commitments."""

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
    """Everyone signed in; the list holds what each may read."""
    return user.is_active


@policy("commitment:read", Commitment)
def read_commitment(user: Person, commitment: Commitment) -> bool:
    """The parties, the circle as far as its visibility says, and platform roles; of a secret circle named people."""
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
    """Coordinators, those who lead or serve the circle, organisations with a seat in it; if they may know of it."""
    if not knows(user, circle, today()):
        return False
    if user.is_coordinator:
        return True
    return sits_in(user.organisation_id, circle.id, today(), voting=True) or bool(stewards(user.id, circle.id))


@policy("commitment:begin")
def begin_commitment(user: Person) -> bool:
    """Everyone but administrators; only circles are offered in which the person may propose."""
    return user.is_active and not user.is_administrator


@policy("commitment:cancel", Commitment, hidden_unless=read_commitment)
def cancel_commitment(user: Person, commitment: Commitment) -> bool:
    """Coordinators, and the person who proposed it."""
    return user.is_coordinator or user.id == commitment.proposed_by_id


@policy("commitment:change-visibility", Commitment, hidden_unless=read_commitment)
def change_visibility(user: Person, commitment: Commitment) -> bool:
    """Coordinators decide who may read a commitment, with a reason, within what its circle's classification allows."""
    return user.is_coordinator
