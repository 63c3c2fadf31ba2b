"""What an outcome does to the commitment once both sides agreed to it."""

from __future__ import annotations

from datetime import datetime

from app import audit
from app.accounts.models import Person
from app.database import db
from app.events import emit
from commitments.delivery.models import Act
from commitments.delivery.timeline import add_update
from commitments.disputes import notices
from commitments.disputes.models import Dispute, Outcome, OutcomeAgreement
from commitments.disputes.rules import DisputeState, OutcomeKind, settled_as
from commitments.extensions import actions as extensions
from commitments.registry.events import CommitmentClosed
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery
from commitments.verification import actions as verification


def settle(found: Dispute, outcome: Outcome, *, by: Person, at: datetime) -> None:
    """Record the agreement of the side of `by`; if both sides agreed, end the dispute and apply the outcome."""
    commitment = found.commitment
    if by.organisation_id not in {one.organisation_id for one in outcome.agreements}:
        outcome.agreements.append(OutcomeAgreement(organisation_id=by.organisation_id, person=by, at=at))
        audit.record("dispute.outcome_agreed", commitment, by=by, at=at)
    found.moved_at = at
    agreed = {one.organisation_id: one.person for one in outcome.agreements}
    if not agreed.keys() >= {commitment.responsible_id, commitment.verifier_id}:
        return
    found.state, found.ended_at = DisputeState.SETTLED, at
    audit.record("dispute.settled", commitment, by=by, at=at, outcome=outcome.kind, due=outcome.due)
    add_update(commitment, Act.SETTLED, by=by, at=at, text=outcome.text, due=outcome.due)
    _apply(found, outcome, verifier=agreed[commitment.verifier_id], by=by, at=at)
    notices.ended("settled", found, by=by, text=outcome.text)


def _apply(found: Dispute, outcome: Outcome, *, verifier: Person, by: Person, at: datetime) -> None:
    commitment, kind = found.commitment, outcome.kind
    if kind is OutcomeKind.MET:
        commitment.verification = found.finding
        verification.confirm(commitment, by=verifier, at=at, note=outcome.text)
        return
    commitment.delivery, commitment.verification = settled_as(kind, found.finding)
    if kind is OutcomeKind.CRITERION:
        commitment.criteria = f"{commitment.criteria.rstrip()}\n{' '.join(outcome.text.split())}"
    if kind is OutcomeKind.DATE and outcome.due:
        extensions.agree_on(commitment, due=outcome.due, reason=outcome.text, by=by, at=at)
    if commitment.delivery is Delivery.CLOSED:
        _close(commitment, reason=outcome.text, by=by, at=at)
    db.session.flush()


def _close(commitment: Commitment, *, reason: str, by: Person, at: datetime) -> None:
    commitment.ended_at = at
    audit.record("commitment.closed", commitment, by=by, at=at, reason=reason)
    add_update(commitment, Act.CLOSED, by=by, at=at, text=reason)
    emit(CommitmentClosed(commitment, by, at))
