"""Notifications about barriers."""

from __future__ import annotations

from app.accounts.models import Person
from commitments.blockers.models import Blocker
from commitments.delivery.notices import proposer
from commitments.registry.models import Commitment
from commitments.registry.notices import notify, reachable


def blocked(commitment: Commitment, blocker: Blocker, *, by: Person) -> None:
    """Notify the organisation that can remove the barrier, and the person who proposed the commitment."""
    helpers = reachable(blocker.remover, commitment.circle) if blocker.remover else []
    for person in {*helpers, proposer(commitment)}:
        notify("blocked", commitment, person, by=by, blocker=blocker)
