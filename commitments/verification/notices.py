"""Notifications about findings of the verifier."""

from __future__ import annotations

from app.accounts.models import Person
from commitments.delivery.notices import proposer
from commitments.registry.models import Commitment
from commitments.registry.notices import notify, owners


def found(what: str, commitment: Commitment, *, by: Person, reason: str) -> None:
    """Notify the responsible party and the proposer of the finding and its reason."""
    for person in {*owners(commitment), proposer(commitment)}:
        notify(what, commitment, person, by=by, reason=reason)
