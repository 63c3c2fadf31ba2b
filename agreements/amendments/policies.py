"""Policies of amendments: who may read, draft and apply them, and who takes a position."""

from __future__ import annotations

from typing import Any

from agreements.amendments import queries
from agreements.amendments.models import Addendum
from agreements.registry.policies import change_agreement, people_of_parties, read_whole
from app.accounts.models import Person
from app.web.policies import loads, policy

loads("amendment_id", Addendum)(queries.for_act)


def parties_of(reader: Person, amendment: Addendum) -> list[tuple[Person, Any]]:
    """Return the people of each party of the agreement."""
    return people_of_parties(reader, amendment.agreement)


@policy("amendment:read", Addendum)
def read_amendment(user: Person, amendment: Addendum) -> bool:
    """Those who may read all of the agreement; drafts that were never sent only those who may change it."""
    sent = amendment.sent_at is not None
    return read_whole(user, amendment.agreement) and (sent or change_agreement(user, amendment.agreement))


@policy("amendment:manage", Addendum, hidden_unless=read_amendment, opened_by=("coordinator",))
def manage_amendment(user: Person, amendment: Addendum) -> bool:
    """Coordinators who may read all of the agreement."""
    return change_agreement(user, amendment.agreement)


@policy("amendment:position", Addendum, hidden_unless=read_amendment, held_by=parties_of)
def take_position(user: Person, amendment: Addendum) -> bool:
    """Members of a party who may read all of the agreement."""
    agreement = amendment.agreement
    return agreement.side_of(user.organisation_id) is not None and read_whole(user, agreement)
