"""Who is told when a commitment begins or ends."""

from __future__ import annotations

from typing import Any

from app.accounts.models import Person
from app.circles.models import Circle, Classification
from app.clock import today
from app.mail import outbox
from app.organisations.models import ContactRole, Organisation
from app.organisations.queries import contacts
from app.web.external_urls import external
from commitments.registry import queries
from commitments.registry.labels import WORDINGS
from commitments.registry.models import Commitment


def proposed(commitment: Commitment, *, by: Person) -> None:
    """Ask the responsible party to accept, decline or propose another date."""
    for person in owners(commitment):
        tell("proposed", commitment, person, by=by)


def cancelled(commitment: Commitment, *, by: Person, reason: str) -> None:
    """Tell both parties that the commitment ended, and why."""
    for person in {*owners(commitment), *reachable(commitment.verifier, commitment.circle)}:
        tell("cancelled", commitment, person, by=by, reason=reason)


def tell(what: str, commitment: Commitment, person: Person, *, by: Person, **context: Any) -> None:
    """Queue the mail `what` (see words) for `person`, who is never told of what they did themselves."""
    if person.id != by.id:
        write(what, commitment, person, by=by, **context)


def write(
    what: str,
    commitment: Commitment,
    to: Person | str,
    *,
    by: Person | None = None,
    key: str | None = None,
    reason: str = "",
    **context: Any,
) -> None:
    """Queue the mail `what` about `commitment`, at most once per `key`; `reason` is quoted in it.

    Of a commitment in a secret circle nobody hears who may not read it, and no mailbox.
    """
    if not may_hear(commitment, to):
        return
    outbox.enqueue(
        "commitments/notice",
        to,
        key=key,
        wording=WORDINGS[what],
        commitment=commitment,
        days_late=commitment.facts.days_late(today()),
        by=by,
        reason=reason,
        link=external("commitments.registry.show", commitment_id=commitment.id),
        **context,
    )


def owners(commitment: Commitment) -> list[Person]:
    """Return the responsible person, or else the focal points of the responsible organisation."""
    person = commitment.responsible_person
    return [person] if person else reachable(commitment.responsible, commitment.circle)


def reachable(organisation: Organisation, circle: Circle) -> list[Person]:
    """Return the focal point and the alternate of an organisation; its head where it has neither.

    For a secret circle those of them who are named in it; else whoever of the organisation is.
    """
    daily = contacts(organisation.id, (ContactRole.FOCAL_POINT, ContactRole.ALTERNATE)) or contacts(organisation.id)
    if circle.classification is not Classification.SECRET:
        return daily
    named = list(queries.people_named(circle.id, organisation.id))
    return [person for person in daily if person in named] or named


def may_hear(commitment: Commitment, to: Person | str) -> bool:
    """Whether a mail about a commitment may go to a person or a mailbox."""
    if commitment.circle.classification is not Classification.SECRET:
        return True
    return isinstance(to, Person) and queries.reads_secret(to, commitment)
