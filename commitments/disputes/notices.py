"""Notifications about disputes."""

from __future__ import annotations

from collections.abc import Iterable

from app.accounts.models import Person
from commitments.disputes import queries
from commitments.disputes.models import Dispute
from commitments.registry.models import Commitment
from commitments.registry.notices import notify, owners, reachable, write


def opened(dispute: Dispute, *, by: Person) -> None:
    """Ask the verifier for its position, and the mediators to begin."""
    for person in reachable(dispute.commitment.verifier, dispute.commitment.circle):
        notify("disputed", dispute.commitment, person, by=by, quote=dispute.question)
    for person in mediators(dispute):
        notify("to_mediate", dispute.commitment, person, by=by, quote=dispute.question)


def outcome_proposed(dispute: Dispute, text: str, *, by: Person) -> None:
    """Ask both sides whether they agree to the outcome."""
    for person in _both_sides(dispute.commitment):
        notify("outcome_proposed", dispute.commitment, person, by=by, quote=text)


def outcome_declined(dispute: Dispute, *, by: Person, reason: str) -> None:
    """Notify both sides and the mediators that the mediation continues, and why."""
    for person in dict.fromkeys([*_both_sides(dispute.commitment), *mediators(dispute)]):
        notify("outcome_declined", dispute.commitment, person, by=by, reason=reason)


def ended(what: str, dispute: Dispute, *, by: Person, text: str) -> None:
    """Notify both sides and the mediators how the dispute ended; the mail quotes `text`."""
    for person in dict.fromkeys([*_both_sides(dispute.commitment), *mediators(dispute)]):
        notify(what, dispute.commitment, person, by=by, quote=text)


def idle(dispute: Dispute) -> None:
    """Remind the mediators of a dispute in which nobody has taken a step, once per pause."""
    for person in mediators(dispute):
        key = f"mediate:{dispute.id}:{dispute.moved_at.isoformat()}:{person.id}"
        write("mediate", dispute.commitment, person, key=key, quote=dispute.question)


def mediators(dispute: Dispute) -> list[Person]:
    """Return those who may mediate a dispute."""
    return queries.mediators(dispute.commitment, insiders_agreed=dispute.insiders_agreed)


def _both_sides(commitment: Commitment) -> Iterable[Person]:
    return dict.fromkeys([*owners(commitment), *reachable(commitment.verifier, commitment.circle)])
