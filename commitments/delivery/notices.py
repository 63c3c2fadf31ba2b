"""Notifications about acts of the responsible party."""

from __future__ import annotations

from app.accounts.models import Person
from app.database import db
from commitments.delivery.models import Update
from commitments.delivery.timeline import Behalf
from commitments.registry.models import Commitment
from commitments.registry.notices import notify, owners, reachable


def answered(what: str, commitment: Commitment, *, by: Person, behalf: Behalf | None, reason: str = "") -> None:
    """Notify the proposer, and the responsible party if the answer was recorded on its behalf."""
    notify(what, commitment, proposer(commitment), by=by, reason=reason)
    if behalf:
        recorded(commitment, by=by, behalf=behalf)


def counter_proposed(commitment: Commitment, *, by: Person, reason: str) -> None:
    """Ask the proposer and the verifier to accept the counter-proposed date or to insist on the first."""
    for person in {proposer(commitment), *reachable(commitment.verifier, commitment.circle)}:
        notify("counter_proposed", commitment, person, by=by, reason=reason)


def date_answered(what: str, commitment: Commitment, *, by: Person, reason: str = "") -> None:
    """Notify the responsible party whether its date was accepted."""
    for person in owners(commitment):
        notify(what, commitment, person, by=by, reason=reason)


def reported(commitment: Commitment, update: Update, *, by: Person, behalf: Behalf | None) -> None:
    """Notify the proposer if help is needed, and the responsible party if the report was made on its behalf."""
    if update.help_needed:
        notify("help_needed", commitment, proposer(commitment), by=by, update=update)
    if behalf:
        recorded(commitment, by=by, behalf=behalf)


def submitted(commitment: Commitment, *, by: Person) -> None:
    """Ask the verifier to check the delivery."""
    for person in reachable(commitment.verifier, commitment.circle):
        notify("submitted", commitment, person, by=by)


def recorded(commitment: Commitment, *, by: Person, behalf: Behalf) -> None:
    """Notify the responsible party of what was recorded on its behalf, so that it can object."""
    for person in owners(commitment):
        notify("recorded", commitment, person, by=by, behalf=behalf)


def proposer(commitment: Commitment) -> Person:
    """Return the person who proposed the commitment."""
    return db.session.get_one(Person, commitment.proposed_by_id)
