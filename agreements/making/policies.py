"""Policy of passing an agreement on."""

from __future__ import annotations

from typing import Any

from agreements.making import queries
from agreements.registry.models import Agreement
from agreements.registry.policies import change_agreement, read_agreement, read_whole
from app.accounts.models import Person
from app.organisations.queries import those_with_accounts
from app.web.policies import policy


def people_of_holder(reader: Person, agreement: Agreement) -> list[tuple[Person, Any]]:
    """Return the people of the organisation that has the agreement in hand."""
    held = queries.holders([agreement.id]).get(agreement.id)
    return [(person, held.organisation) for person in those_with_accounts(held.organisation_id)] if held else []


@policy("agreement:pass-on", Agreement, hidden_unless=read_agreement, held_by=people_of_holder)
def pass_on(user: Person, agreement: Agreement) -> bool:
    """Coordinators, and members of the organisation that has it in hand who may read all of it."""
    if change_agreement(user, agreement):
        return True
    held = queries.current(agreement.id)
    return held is not None and held.organisation_id == user.organisation_id and read_whole(user, agreement)
