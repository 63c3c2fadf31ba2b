"""Changes of commitments that follow from an amendment or the termination of what they rest on.

The parties are notified of the amendment as a whole, so these actions send no mail of their own.
"""

from __future__ import annotations

from datetime import date, datetime

from app import audit
from app.accounts.models import Person
from app.events import emit
from commitments.delivery.models import Act
from commitments.delivery.timeline import add_update
from commitments.registry.events import CommitmentCancelled
from commitments.registry.models import Commitment
from commitments.registry.rules import OPEN, OWED, UNDECIDED, Delivery


def amend(
    commitment: Commitment, *, title: str, criteria: str, due: date, reason: str, by: Person, at: datetime
) -> None:
    """Change what a commitment says and its current due date; `reason` names the amendment.

    The first due date stays, because both sides agreed on it. A commitment that its party has not accepted yet is
    proposed again, with the new date as the proposed one. Raises RuleViolation for submitted and ended commitments.
    """
    commitment.require(*OWED, *UNDECIDED)
    commitment.title, commitment.criteria = title, criteria
    if commitment.delivery in UNDECIDED:
        commitment.delivery, commitment.counter_due = Delivery.PROPOSED, None
        commitment.first_due = due
    commitment.current_due = due
    audit.record("commitment.amended", commitment, by=by, at=at, due=due, reason=reason)
    add_update(commitment, Act.AMENDED, by=by, at=at, text=reason, due=due)


def supersede(commitment: Commitment, *, reason: str, by: Person, at: datetime) -> None:
    """End an open commitment because others take its place; `reason` names them, or the amendment."""
    commitment.require(*OPEN, even_disputed=True)
    commitment.delivery, commitment.ended_at = Delivery.SUPERSEDED, at
    audit.record("commitment.superseded", commitment, by=by, at=at, reason=reason)
    add_update(commitment, Act.SUPERSEDED, by=by, at=at, text=reason)
    emit(CommitmentCancelled(commitment, by, at))


def end(commitment: Commitment, *, reason: str, by: Person, at: datetime) -> None:
    """End an open commitment without a result, as `actions.cancel` does, but without a mail."""
    commitment.require(*OPEN, even_disputed=True)
    commitment.delivery, commitment.ended_at = Delivery.CANCELLED, at
    audit.record("commitment.cancelled", commitment, by=by, at=at, reason=reason)
    add_update(commitment, Act.CANCELLED, by=by, at=at, text=reason)
    emit(CommitmentCancelled(commitment, by, at))
