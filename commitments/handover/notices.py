"""Notifications about hand-overs."""

from __future__ import annotations

from app.accounts.models import Person
from app.database import db
from commitments.handover.models import Handover
from commitments.registry.notices import notify, owners, reachable


def receiving_people(handover: Handover) -> list[Person]:
    """Return the people of the receiving organisation who are asked."""
    return reachable(handover.receiver, handover.commitment.circle)


def asked(handover: Handover, *, by: Person) -> None:
    """Ask the receiving organisation, and tell the responsible one if somebody else asked."""
    for person in receiving_people(handover):
        notify("handover_asked", handover.commitment, person, by=by, reason=handover.reason)
    if by.organisation_id != handover.from_id:
        for person in owners(handover.commitment):
            notify("handover_begun", handover.commitment, person, by=by, reason=handover.reason)


def accepted(handover: Handover, *, by: Person) -> None:
    """Notify the former organisation, whoever asked, the verifier, and the new contact person."""
    commitment = handover.commitment
    people = [
        *reachable(handover.giver, commitment.circle),
        _asker(handover),
        *reachable(commitment.verifier, commitment.circle),
        *owners(commitment),
    ]
    for person in dict.fromkeys(people):
        notify("handed_over", commitment, person, by=by, reason=handover.reason)


def declined(handover: Handover, *, by: Person) -> None:
    """Notify the responsible organisation and whoever asked."""
    for person in dict.fromkeys([*owners(handover.commitment), _asker(handover)]):
        notify("handover_declined", handover.commitment, person, by=by, reason=handover.answer)


def withdrawn(handover: Handover, *, by: Person) -> None:
    """Notify the receiving organisation that nothing more is asked of it."""
    for person in receiving_people(handover):
        notify("handover_withdrawn", handover.commitment, person, by=by)


def _asker(handover: Handover) -> Person:
    return db.session.get_one(Person, handover.asked_by_id)
