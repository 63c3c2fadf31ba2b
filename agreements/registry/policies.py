"""Policies of agreements: who may list, create, read and change them."""

from __future__ import annotations

from typing import Any

from agreements.registry import queries
from agreements.registry.models import Agreement, Party
from app.accounts.models import Person
from app.circles.models import Classification
from app.circles.queries import has_place
from app.circles.rules import may_know, readable_by_role
from app.clock import today
from app.organisations.queries import those_with_accounts
from app.web.policies import loads, policy

loads("agreement_id", Agreement)(queries.for_detail)


@policy("agreement:list")
def list_agreements(user: Person) -> bool:
    """Everyone signed in; the list contains only what the user may read."""
    return user.is_active


@policy("agreement:create", opened_by=("coordinator",))
def create_agreement(user: Person) -> bool:
    """Coordinators."""
    return user.is_active and user.is_coordinator


@policy("agreement:read", Agreement)
def read_agreement(user: Person, agreement: Agreement) -> bool:
    """Parties, and roles by classification; for secret ones, named people. Everyone reads summaries of public ones."""
    open_to_all = agreement.circle.classification is Classification.PUBLIC and agreement.stage in queries.PUBLISHED
    return open_to_all or reads_whole(user, agreement)


@policy("agreement:read-whole", Agreement, hidden_unless=read_agreement, opened_by=("coordinator",))
def read_whole(user: Person, agreement: Agreement) -> bool:
    """Clauses, documents and history: the parties, and platform roles by classification."""
    return reads_whole(user, agreement)


@policy("agreement:change", Agreement, hidden_unless=read_agreement, opened_by=("coordinator",))
def change_agreement(user: Person, agreement: Agreement) -> bool:
    """Coordinators who may read all of it."""
    return user.is_coordinator and reads_whole(user, agreement)


def people_of_parties(reader: Person, agreement: Agreement) -> list[tuple[Person, Any]]:
    """Return the people of each party; everyone who is signed in may read their names."""
    organisations = [party.seat.organisation for party in agreement.in_order]
    return [(person, one.label) for one in organisations for person in those_with_accounts(one.id)]


@policy("agreement:object", Agreement, hidden_unless=read_agreement, held_by=people_of_parties)
def object_to_end(user: Person, agreement: Agreement) -> bool:
    """Members of a party who may read all of it."""
    return agreement.side_of(user.organisation_id) is not None and reads_whole(user, agreement)


def reads_whole(user: Person, agreement: Agreement) -> bool:
    """Return whether the person may read all of the agreement: by role, as a party, by a seat or as a named person."""
    classification, side = agreement.circle.classification, agreement.side_of(user.organisation_id)
    seated = side is not None and side.seat.is_taken_on(today())
    if may_know(classification, user, named=False, seated=seated):
        return True
    return has_place(user, agreement.circle, today())  # named, or the successor of a party of an agreement that is over


def sees_side(user: Person, agreement: Agreement, party: Party | None) -> bool:
    """Return whether the person may see what belongs to one party alone: its number, signatory and own documents.

    Coordinators and leadership who read by role see every party's, members of a party their own. With `party` None
    (shared by all parties) it is always true.
    """
    if party is None or party.seat.organisation_id == user.organisation_id:
        return True
    return agreement.circle.classification in readable_by_role(user)
