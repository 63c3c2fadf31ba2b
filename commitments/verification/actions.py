"""Actions of the verifier: confirm a delivery, find it partly met, return it; and close a partly met commitment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.clock import local_date
from app.database import db
from app.errors import RuleViolation
from app.events import emit
from commitments.delivery.models import Act, CriterionFinding, Update
from commitments.delivery.timeline import add_update
from commitments.registry.events import CommitmentClosed
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Verification
from commitments.verification import notices
from commitments.verification.rules import Finding, agrees_with


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the verifier found for a criterion; `number` counts from 1."""

    number: int
    finding: Finding
    note: str = ""


def confirm(
    commitment: Commitment, *, by: Person, at: datetime, note: str = "", findings: Sequence[Found] = ()
) -> None:
    """Find the criteria met and close the commitment, which counts as met on the local date of its submission.

    Raises RuleViolation if `findings` are given and a criterion is not among them, or not met.
    """
    commitment.require(Delivery.SUBMITTED)
    _check(Verification.MET, commitment, findings)
    submitted = commitment.submitted_at or at
    commitment.delivery = Delivery.CLOSED
    commitment.verification = Verification.MET
    commitment.met_on = local_date(submitted)
    commitment.progress = 100
    commitment.ended_at = at
    on_time = commitment.facts.was_on_time
    audit.record("commitment.met", commitment, by=by, at=at, on_time=on_time, **_recorded(findings))
    _add_findings(add_update(commitment, Act.MET, by=by, at=at, text=note), commitment, findings)
    notices.found("met", commitment, by=by, reason=note)
    emit(CommitmentClosed(commitment, by, at))


def find_partly_met(
    commitment: Commitment, *, by: Person, at: datetime, remainder: str, findings: Sequence[Found] = ()
) -> None:
    """Find the criteria partly met: the commitment is in progress again, for what remains.

    Raises RuleViolation if `findings` are given and a criterion is not among them, or if all or none are met.
    """
    commitment.require(Delivery.SUBMITTED)
    _check(Verification.PARTIALLY_MET, commitment, findings)
    commitment.delivery = Delivery.IN_PROGRESS
    commitment.verification = Verification.PARTIALLY_MET
    audit.record("commitment.partially_met", commitment, by=by, at=at, reason=remainder, **_recorded(findings))
    _add_findings(add_update(commitment, Act.PARTIALLY_MET, by=by, at=at, text=remainder), commitment, findings)
    notices.found("partially_met", commitment, by=by, reason=remainder)


def send_back(commitment: Commitment, *, by: Person, at: datetime, reason: str, findings: Sequence[Found] = ()) -> None:
    """Send a submitted delivery back to the responsible party, with a reason.

    Raises RuleViolation if `findings` are given and a criterion is not among them, or if all are met.
    """
    commitment.require(Delivery.SUBMITTED)
    _check(Verification.RETURNED, commitment, findings)
    commitment.delivery = Delivery.IN_PROGRESS
    commitment.verification = Verification.RETURNED
    audit.record("commitment.returned", commitment, by=by, at=at, reason=reason, **_recorded(findings))
    _add_findings(add_update(commitment, Act.RETURNED, by=by, at=at, text=reason), commitment, findings)
    notices.found("returned", commitment, by=by, reason=reason)


def close(commitment: Commitment, *, by: Person, at: datetime, reason: str) -> None:
    """Close a partly met commitment without its remainder. Raises RuleViolation if it was not found partly met."""
    if commitment.verification is not Verification.PARTIALLY_MET:
        raise RuleViolation(_l("Only a commitment that was found partly met can be closed this way"))
    commitment.require(Delivery.IN_PROGRESS, Delivery.BLOCKED)
    commitment.delivery = Delivery.CLOSED
    commitment.ended_at = at
    audit.record("commitment.closed", commitment, by=by, at=at, reason=reason)
    add_update(commitment, Act.CLOSED, by=by, at=at, text=reason)
    notices.found("closed", commitment, by=by, reason=reason)
    emit(CommitmentClosed(commitment, by, at))


def _check(verdict: Verification, commitment: Commitment, findings: Sequence[Found]) -> None:
    """Raise RuleViolation unless every criterion has one finding, or none has, and the findings allow the verdict."""
    if not findings:
        return
    numbers, asked = [one.number for one in findings], range(1, len(commitment.criteria_lines) + 1)
    if len(set(numbers)) < len(numbers) or not set(numbers) <= set(asked):
        raise RuleViolation(_l("Give one finding for each acceptance criterion, by its number"))
    if unmarked := [number for number in asked if number not in numbers]:
        raise RuleViolation(_l("No finding yet for criterion %(numbers)s", numbers=_listed(unmarked)))
    if agrees_with(verdict, [one.finding for one in findings]):
        return
    if verdict is Verification.MET:
        open_ones = [one.number for one in findings if one.finding is not Finding.MET]
        raise RuleViolation(
            _l(
                "Criterion %(numbers)s is not met, so this cannot be accepted. Find it partly met, or return it",
                numbers=_listed(open_ones),
            )
        )
    if all(one.finding is Finding.MET for one in findings):
        raise RuleViolation(_l("All criteria are met. Accept the delivery, or mark what is missing"))
    raise RuleViolation(_l("No criterion is met, not even in part. Return the delivery instead"))


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))


def _recorded(findings: Sequence[Found]) -> dict[str, Any]:
    """Return the details of the audit row: the findings in the order of the criteria, if there are any."""
    in_order = sorted(findings, key=lambda one: one.number)
    return {"findings": [one.finding.value for one in in_order]} if findings else {}


def _add_findings(update: Update, commitment: Commitment, findings: Sequence[Found]) -> None:
    """Add the findings of a verdict to its timeline entry, with the present wording of the criteria."""
    db.session.flush()
    lines = commitment.criteria_lines
    for one in findings:
        db.session.add(
            CriterionFinding(
                update_id=update.id,
                number=one.number,
                wording=lines[one.number - 1],
                finding=one.finding,
                note=one.note,
            )
        )
