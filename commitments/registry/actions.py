"""Actions: propose and cancel a commitment, change its visibility."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import repeat
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.circles.models import Circle
from app.clock import local_date
from app.database import db
from app.database.sequences import next_codes
from app.errors import RuleViolation
from app.events import emit
from app.organisations.models import Organisation
from commitments.delivery.models import Act
from commitments.delivery.timeline import add_update
from commitments.registry import notices
from commitments.registry.events import CommitmentCancelled
from commitments.registry.models import Commitment
from commitments.registry.rules import NOTHING_STATED, OPEN, Delivery, Particulars, Visibility, visibilities_within


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Values of a commitment to propose."""

    circle: Circle
    title: str
    criteria: str
    responsible: Organisation
    responsible_person: Person | None
    verifier: Organisation
    due: date
    contributors: Sequence[Organisation] = ()
    weight: int = 3
    evidence_required: bool = True
    visibility: Visibility = Visibility.CIRCLE
    language: str = "id"
    particulars: Particulars = NOTHING_STATED


def propose(proposal: Proposal, *, by: Person, at: datetime, may_be_past: bool = False) -> Commitment:
    """Propose a commitment to its responsible organisation and notify it; it is binding once accepted.

    Raises RuleViolation if an organisation would verify itself, the responsible person belongs to another
    organisation, the due date is in the past (unless `may_be_past`), or the visibility is public, which only
    `change_visibility` can set.
    """
    _check(proposal)
    if not may_be_past:
        check_due(proposal.due, local_date(at))
    (commitment,) = enter([proposal], by=by, at=at)
    notices.proposed(commitment, by=by)
    return commitment


def enter(
    proposals: Sequence[Proposal], *, by: Person, at: datetime, remarks: Sequence[str] = ()
) -> Sequence[Commitment]:
    """Add proposed commitments, each with its audit row and timeline entry, without checks and notifications.

    `remarks` are the texts of the timeline entries.
    """
    codes = next_codes("KMT", local_date(at).year, len(proposals), digits=4)
    commitments = [_proposed(one, code, by=by, at=at) for one, code in zip(proposals, codes, strict=True)]
    db.session.add_all(commitments)
    db.session.flush()
    audit.record_all("commitment.proposed", commitments, by=by, at=at, details=lambda it: {"due": it.first_due})
    for commitment, remark in zip(commitments, remarks or repeat(""), strict=False):
        add_update(commitment, Act.PROPOSED, by=by, at=at, due=commitment.first_due, text=remark)
    return commitments


def _proposed(proposal: Proposal, code: str, *, by: Person, at: datetime) -> Commitment:
    return Commitment(
        code=code,
        circle=proposal.circle,
        visibility=proposal.visibility,
        title=proposal.title,
        criteria=proposal.criteria,
        responsible=proposal.responsible,
        responsible_person=proposal.responsible_person,
        verifier=proposal.verifier,
        contributors=list(proposal.contributors),
        first_due=proposal.due,
        current_due=proposal.due,
        weight=proposal.weight,
        evidence_required=proposal.evidence_required,
        language=proposal.language,
        proposed_by_id=by.id,
        proposed_at=at,
        **asdict(proposal.particulars),
    )


def cancel(commitment: Commitment, *, by: Person, at: datetime, reason: str) -> None:
    """End an open commitment without a result, and notify the parties of the reason."""
    commitment.require(*OPEN, even_disputed=True)
    commitment.delivery = Delivery.CANCELLED
    commitment.ended_at = at
    audit.record("commitment.cancelled", commitment, by=by, at=at, reason=reason)
    add_update(commitment, Act.CANCELLED, by=by, at=at, text=reason)
    notices.cancelled(commitment, by=by, reason=reason)
    emit(CommitmentCancelled(commitment, by, at))


def change_visibility(commitment: Commitment, visibility: Visibility, *, by: Person, at: datetime, reason: str) -> None:
    """Change who may read a commitment, with a reason.

    Raises RuleViolation if the circle's classification does not allow the visibility, or it is the present one.
    """
    if visibility not in visibilities_within(commitment.circle.classification):
        raise RuleViolation(_l("The classification of this forum or agreement does not allow this"), field="visibility")
    if visibility is commitment.visibility:
        raise RuleViolation(_l("This is the current setting. Choose another"), field="visibility")
    set_visibility(commitment, visibility, by=by, at=at, reason=reason)


def set_visibility(
    commitment: Commitment, visibility: Visibility, *, by: Person, at: datetime, reason: str = ""
) -> None:
    """Set the visibility of a commitment and record the change, without checks."""
    before, commitment.visibility = commitment.visibility, visibility
    details: dict[str, Any] = {"reason": reason} if reason else {}
    audit.record("commitment.visibility_changed", commitment, by=by, at=at, before=before, after=visibility, **details)
    add_update(commitment, Act.VISIBILITY_CHANGED, by=by, at=at, text=reason)


def check_due(due: date, today: date) -> None:
    """Raise RuleViolation if a due date is in the past."""
    if due < today:
        raise RuleViolation(_l("This date is past. Choose today or later"), field="due")


def check_verifier(verifier_id: UUID | None, responsible_id: UUID | None) -> None:
    """Raise RuleViolation if an organisation would verify its own delivery."""
    if verifier_id is not None and verifier_id == responsible_id:
        raise RuleViolation(_l("Choose another verifier: nobody verifies their own delivery"), field="verifier")


def _check(proposal: Proposal) -> None:
    check_verifier(proposal.verifier.id, proposal.responsible.id)
    if proposal.visibility is Visibility.PUBLIC:
        raise RuleViolation(_l("A coordinator can open it to everyone later, with a reason"), field="visibility")
    person = proposal.responsible_person
    if person and person.organisation_id != proposal.responsible.id:
        raise RuleViolation(_l("This person belongs to another organisation"), field="responsible_person")
