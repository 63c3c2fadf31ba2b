"""Notifications that an agreement ends, goes on or is terminated, or that its dates changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from agreements.registry import queries
from agreements.registry.models import Agreement
from app.accounts.models import Person
from app.circles.queries import may_be_notified_of
from app.circles.rules import readable_by_role
from app.mail import outbox
from app.organisations.models import ContactRole
from app.organisations.queries import contacts
from app.web.external_urls import external


def ends(agreement: Agreement) -> None:
    """Notify the recipients once per end that notice is due."""
    for person in listeners(agreement):
        outbox.enqueue(
            "agreements/ends",
            person,
            key=f"agreement-ends:{agreement.id}:{agreement.expires_on}:{person.id}",
            agreement=agreement,
            own=agreement.side_of(person.organisation_id),
            about=agreement,
            link=external("agreements.registry.show", agreement_id=agreement.id),
        )


def dates_changed(agreement: Agreement, before: Mapping[str, Any], *, reason: str, by: Person) -> None:
    """Notify the recipients, except `by`, that dates changed, with the dates `before` and the reason."""
    for person in listeners(agreement):
        if person.id != by.id:
            outbox.enqueue(
                "agreements/dates_changed",
                person,
                agreement=agreement,
                before=before,
                about=agreement,
                reason=reason,
                by=by,
                link=external("agreements.registry.show", agreement_id=agreement.id),
            )


def renewed_tacitly(agreement: Agreement, ended: date | None) -> None:
    """Notify the recipients that a term followed by itself the one that `ended`."""
    for person in listeners(agreement):
        outbox.enqueue(
            "agreements/renewed_tacitly",
            person,
            key=f"agreement-renewed:{agreement.id}:{agreement.expires_on}:{person.id}",
            agreement=agreement,
            ended=ended,
            about=agreement,
            link=external("agreements.registry.show", agreement_id=agreement.id),
        )


def terminated(agreement: Agreement, settled: Sequence[tuple[str, Any]], *, by: Person) -> None:
    """Notify the recipients, except `by`, of the termination, and of what became of each open commitment."""
    for person in listeners(agreement):
        if person.id != by.id:
            outbox.enqueue(
                "agreements/terminated",
                person,
                agreement=agreement,
                settled=settled,
                about=agreement,
                by=by,
                link=external("agreements.registry.show", agreement_id=agreement.id),
            )


def listeners(agreement: Agreement) -> list[Person]:
    """Return the coordinators who may read the agreement and the contacts of each party, without duplicates.

    The contacts are focal point and alternate, or the head. For a secret agreement, only named people are returned.
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
    return [one for one in dict.fromkeys(people) if may_be_notified_of(one, agreement.circle)]
