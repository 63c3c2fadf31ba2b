"""Who may read, make and change agreements."""

from __future__ import annotations

from agreements.registry import queries
from agreements.registry.models import Agreement, Party
from app.accounts.models import Person
from app.circles.models import Classification
from app.circles.queries import is_named
from app.circles.rules import may_know, readable_by_role
from app.clock import today
from app.web.policies import loads, policy

loads("agreement_id", Agreement)(queries.for_detail)


@policy("agreement:list")
def list_agreements(user: Person) -> bool:
    """Everyone signed in; the list holds what each may read."""
    return user.is_active


@policy("agreement:create")
def create_agreement(user: Person) -> bool:
    """Coordinators."""
    return user.is_active and user.is_coordinator


@policy("agreement:read", Agreement)
def read_agreement(user: Person, agreement: Agreement) -> bool:
    """Parties, roles by classification, of a secret one named people; the summary of a public one is for everyone."""
    open_to_all = agreement.circle.classification is Classification.PUBLIC and agreement.stage in queries.PUBLISHED
    return open_to_all or reads_whole(user, agreement)


@policy("agreement:read-whole", Agreement, hidden_unless=read_agreement)
def read_whole(user: Person, agreement: Agreement) -> bool:
    """Clauses, documents and history: its parties, and platform roles by classification."""
    return reads_whole(user, agreement)


@policy("agreement:change", Agreement, hidden_unless=read_agreement)
def change_agreement(user: Person, agreement: Agreement) -> bool:
    """Coordinators who may read all of it."""
    return user.is_coordinator and reads_whole(user, agreement)


def reads_whole(user: Person, agreement: Agreement) -> bool:
    """Whether the person may know of the agreement's circle: by role, as a party, or by name."""
    classification, side = agreement.circle.classification, agreement.side_of(user.organisation_id)
    seated = side is not None and side.seat.is_taken_on(today())
    return may_know(classification, user, named=False, seated=seated) or is_named(user.id, agreement.circle_id)


def sees_side(user: Person, agreement: Agreement, party: Party | None) -> bool:
    """Whether the person may see what belongs to one side alone: its number, signatory and own documents.

    Coordinators and leadership who read by role see every side, a party its own. None: what all sides share.
    """
    if party is None or party.seat.organisation_id == user.organisation_id:
        return True
    return agreement.circle.classification in readable_by_role(user)
