"""Event handlers that tell the responsible parties of waiting commitments that a wait is over."""

from __future__ import annotations

from app.accounts.models import Person
from app.events import subscribe
from app.web.status_labels import status_label
from commitments.registry.events import CommitmentCancelled, CommitmentClosed
from commitments.registry.models import Commitment
from commitments.registry.notices import notify, owners
from commitments.registry.policies import read_commitment
from commitments.waiting import queries


@subscribe(CommitmentClosed)
def tell_of_result(event: CommitmentClosed) -> None:
    """Notify those who waited for a commitment that it was closed."""
    _tell(event.commitment, by=event.by)


@subscribe(CommitmentCancelled)
def tell_of_cancellation(event: CommitmentCancelled) -> None:
    """Notify those who waited for a commitment that it was cancelled."""
    _tell(event.commitment, by=event.by)


def _tell(awaited: Commitment, *, by: Person) -> None:
    for wait in queries.waiting_for(awaited.id):
        for person in owners(wait.commitment):
            if read_commitment(person, awaited):
                word = status_label("delivery", awaited.delivery.value).word
                notify("awaited_ended", wait.commitment, person, by=by, awaited=awaited, awaited_state=word)
