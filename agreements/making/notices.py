"""Notification of those who have an agreement in hand."""

from __future__ import annotations

from agreements.making.models import Holding
from agreements.registry.policies import reads_whole
from app.accounts.models import Person
from app.circles.queries import may_be_notified_of
from app.mail import outbox
from app.organisations.models import ContactRole
from app.organisations.queries import contacts
from app.web.external_urls import external


def passed_on(holding: Holding, *, by: Person) -> list[Person]:
    """Tell the contacts of the organisation that may read the agreement, except `by`; return them."""
    agreement, organisation_id = holding.agreement, holding.organisation.id
    daily = contacts(organisation_id, (ContactRole.FOCAL_POINT, ContactRole.ALTERNATE))
    told = [
        person
        for person in daily or contacts(organisation_id)
        if person.id != by.id and may_be_notified_of(person, agreement.circle) and reads_whole(person, agreement)
    ]
    for person in told:
        outbox.enqueue(
            "agreements/passed_on",
            person,
            agreement=agreement,
            about=agreement,
            word=holding.word,
            desk=holding.desk,
            by=by,
            link=external("agreements.making.show", agreement_id=agreement.id),
        )
    return told
