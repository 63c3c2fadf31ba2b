"""Notifications about new and cancelled commitments, and who may receive mails about a commitment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.accounts.models import Person
from app.circles.models import Circle, Classification
from app.clock import today
from app.mail import outbox
from app.organisations.models import ContactRole, Organisation
from app.organisations.queries import contacts
from app.web.external_urls import external
from commitments.delivery.models import Update
from commitments.registry import queries
from commitments.registry.labels import WORDINGS
from commitments.registry.models import Commitment

NOT_SAID: dict[str, Any] = {"awaited": None, "awaited_state": "", "milestone": None, "late_awaited": ()}
"""What only some mails say: what was awaited and how it ended, the next milestone, and what is awaited and late."""


def proposed(commitment: Commitment, *, by: Person) -> None:
    """Ask the responsible party to accept, decline or propose another date."""
    for person in owners(commitment):
        notify("proposed", commitment, person, by=by)


def cancelled(commitment: Commitment, *, by: Person, reason: str) -> None:
    """Notify both parties that the commitment was cancelled, and of the reason."""
    for person in {*owners(commitment), *reachable(commitment.verifier, commitment.circle)}:
        notify("cancelled", commitment, person, by=by, reason=reason)


def notify(what: str, commitment: Commitment, person: Person, *, by: Person, **context: Any) -> None:
    """Queue the mail `what` (a key of WORDINGS) for `person`, unless the act was their own."""
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
    quote: str = "",
    news: Sequence[Update] = (),
    turn_to: Sequence[Person] = (),
    **context: Any,
) -> None:
    """Queue the mail `what` about `commitment`, at most once per `key`.

    The mail contains `reason` and `quote`, and the acts in `news`.

    Mails about a commitment of a secret circle go only to people who may read it, never to mailboxes. A mailbox gets no
    link, because a link belongs to a person: its mail names the people in `turn_to` instead.
    """
    if not may_be_notified_of(commitment, to):
        return
    outbox.enqueue(
        "commitments/notice",
        to,
        key=key,
        mail_kind=f"commitments/{what}",
        wording=WORDINGS[what],
        commitment=commitment,
        days_late=commitment.facts.days_late(today()),
        by=by,
        reason=reason,
        quote=quote,
        news=news,
        about=commitment,
        link=external("commitments.registry.show", commitment_id=commitment.id) if isinstance(to, Person) else None,
        turn_to=turn_to,
        **{**NOT_SAID, **context},
    )


def owners(commitment: Commitment) -> list[Person]:
    """Return the responsible person, or else the contacts of the responsible organisation."""
    person = commitment.responsible_person
    return [person] if person else reachable(commitment.responsible, commitment.circle)


def reachable(organisation: Organisation, circle: Circle) -> list[Person]:
    """Return the focal point and the alternate of an organisation, or its head if it has neither.

    For a secret circle, returns those of them who are named in it, or else everyone of the organisation who is.
    """
    daily = contacts(organisation.id, (ContactRole.FOCAL_POINT, ContactRole.ALTERNATE)) or contacts(organisation.id)
    if circle.classification is not Classification.SECRET:
        return daily
    named = list(queries.people_named(circle.id, organisation.id))
    return [person for person in daily if person in named] or named


def may_be_notified_of(commitment: Commitment, to: Person | str) -> bool:
    """Return whether a mail about a commitment may go to a person or a mailbox."""
    if commitment.circle.classification is not Classification.SECRET:
        return True
    return isinstance(to, Person) and queries.reads_secret(to, commitment)
