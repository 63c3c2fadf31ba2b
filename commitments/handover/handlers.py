"""Event handlers that end the pending hand-over of a commitment with it."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import Person
from app.events import subscribe
from commitments.handover import actions, queries
from commitments.registry.events import CommitmentCancelled, CommitmentClosed
from commitments.registry.models import Commitment


@subscribe(CommitmentCancelled)
def cancelled(event: CommitmentCancelled) -> None:
    """Withdraw the pending hand-over of a cancelled commitment."""
    _end(event.commitment, event.by, event.at)


@subscribe(CommitmentClosed)
def closed(event: CommitmentClosed) -> None:
    """Withdraw the pending hand-over of a commitment that was closed."""
    _end(event.commitment, event.by, event.at)


def _end(commitment: Commitment, by: Person, at: datetime) -> None:
    if handover := queries.open_request(commitment.id):
        actions.withdraw(handover, by=by, at=at)
