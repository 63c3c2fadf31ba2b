"""Who is told that an agreement ends."""

from __future__ import annotations

from agreements.registry import queries
from agreements.registry.models import Agreement
from app import outbox
from app.accounts.models import Person
from app.circles.queries import may_hear_of
from app.circles.rules import readable_by_role
from app.links import external
from app.organisations.models import ContactRole
from app.organisations.queries import contacts


def ends(agreement: Agreement) -> None:
    """Tell coordinators who may read it, and the parties' focal points, once per end, that notice is due."""
    for person in listeners(agreement):
        outbox.enqueue(
            "agreements/ends",
            person,
            key=f"agreement-ends:{agreement.id}:{agreement.expires_on}:{person.id}",
            agreement=agreement,
            own=agreement.side_of(person.organisation_id),
            link=external("agreements.registry.show", agreement_id=agreement.id),
        )


def listeners(agreement: Agreement) -> list[Person]:
    """Return the coordinators who may read the agreement, and whom to reach at each party, each once.

    Of a secret agreement only those who are named in it.
    """
    people = [
        one
        for one in queries.coordinators()
        if agreement.circle.classification in readable_by_role(one) or agreement.side_of(one.organisation_id)
    ]
    for party in agreement.in_order:
        organisation_id = party.seat.organisation_id
        daily = contacts(organisation_id, (ContactRole.FOCAL_POINT, ContactRole.ALTERNATE))
        people += daily or contacts(organisation_id)
    return [one for one in dict.fromkeys(people) if may_hear_of(one, agreement.circle)]
