"""Event handler that ends the dispute of a cancelled commitment."""

from __future__ import annotations

from app.events import subscribe
from commitments.disputes import actions
from commitments.registry.events import CommitmentCancelled


@subscribe(CommitmentCancelled)
def end_dispute(event: CommitmentCancelled) -> None:
    """End the open dispute of a cancelled commitment."""
    actions.end_with(event.commitment, by=event.by, at=event.at)
