"""Event handler that ends the hand-over of a cancelled commitment."""

from __future__ import annotations

from app.events import subscribe
from commitments.handover import actions, queries
from commitments.registry.events import CommitmentCancelled


@subscribe(CommitmentCancelled)
def end_handover(event: CommitmentCancelled) -> None:
    """Withdraw the pending hand-over of a cancelled commitment."""
    if handover := queries.open_request(event.commitment.id):
        actions.withdraw(handover, by=event.by, at=event.at)
