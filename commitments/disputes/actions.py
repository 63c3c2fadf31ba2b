"""Actions: dispute a finding, and mediate until both sides agree on an outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.clock import local_date
from app.database import db
from app.errors import RuleViolation
from commitments.delivery.models import Act
from commitments.delivery.timeline import add_update
from commitments.disputes import notices, queries
from commitments.disputes.models import Dispute, Option, Outcome, Position, Support
from commitments.disputes.rules import DISPUTABLE, DisputeState, Flaw, OutcomeKind, flaw_of
from commitments.disputes.settling import settle
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery, Verification

FLAWS = {
    Flaw.DATE_MISSING: _l("Write the new date"),
    Flaw.DATE_NOT_LATER: _l("Choose a date after the current due date"),
    Flaw.DATE_PAST: _l("This date is in the past. Choose today or later"),
    Flaw.DATE_UNUSED: _l("Only the outcome “New date” has a date. Remove the date, or choose that outcome"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The position of one side, in its own words."""

    holds: str
    reason: str = ""
    interests: str = ""
    accepts_insider: bool = False


def dispute(commitment: Commitment, question: str, statement: Statement, *, by: Person, at: datetime) -> Dispute:
    """Dispute the verifier's finding with the position of the responsible organisation.

    The delivery is submitted again until the mediation ends. Raises RuleViolation unless the delivery was returned or
    found partly met and work goes on.
    """
    commitment.require(Delivery.IN_PROGRESS)
    if commitment.verification not in DISPUTABLE:
        raise RuleViolation(_l("Only a delivery that was returned or found partly met can be disputed"))
    found = Dispute(
        commitment=commitment,
        finding=commitment.verification,
        question=question,
        opened_by_id=by.id,
        opened_at=at,
        moved_at=at,
    )
    commitment.delivery = Delivery.SUBMITTED
    commitment.verification = Verification.DISPUTED
    db.session.add(found)
    audit.record("dispute.opened", commitment, by=by, at=at, finding=found.finding)
    _write_position(found, statement, by=by, at=at)
    add_update(commitment, Act.DISPUTED, by=by, at=at, text=question)
    notices.opened(found, by=by)
    return found


def take_position(commitment: Commitment, statement: Statement, *, by: Person, at: datetime) -> None:
    """Write or rewrite the position of the side of `by`."""
    found = queries.require_open(commitment)
    _write_position(found, statement, by=by, at=at)
    found.moved_at = at
    audit.record("dispute.position", commitment, by=by, at=at)


def _write_position(found: Dispute, statement: Statement, *, by: Person, at: datetime) -> None:
    position = next((one for one in found.positions if one.organisation_id == by.organisation_id), None)
    if position is None:
        position = Position(organisation_id=by.organisation_id)
        found.positions.append(position)
    position.holds = statement.holds
    position.reason = statement.reason
    position.interests = statement.interests
    position.accepts_insider = statement.accepts_insider
    position.written_by_id = by.id
    position.written_at = at


def reword(commitment: Commitment, question: str, *, by: Person, at: datetime) -> None:
    """Reword the question of the mediation, as its mediator."""
    found = queries.require_open(commitment)
    found.question = question
    found.mediator, found.moved_at = by, at
    audit.record("dispute.reworded", commitment, by=by, at=at)


def add_option(commitment: Commitment, text: str, *, by: Person, at: datetime, mediates: bool) -> Option:
    """Add an option; a side that adds one supports it."""
    found = queries.require_open(commitment)
    option = Option(number=len(found.options) + 1, text=text, added_by_id=by.id, added_at=at)
    found.options.append(option)
    _move(found, by=by, at=at, mediates=mediates)
    audit.record("dispute.option", commitment, by=by, at=at)
    if not mediates:
        option.supports.append(Support(organisation_id=by.organisation_id, person_id=by.id, at=at))
    return option


def support(commitment: Commitment, letter: str, *, by: Person, at: datetime, withdraws: bool = False) -> None:
    """Record that the side of `by` supports an option, or no longer does. Raises RuleViolation if there is none."""
    found = queries.require_open(commitment)
    option = next((one for one in found.options if one.letter == letter), None)
    if option is None:
        raise RuleViolation(_l("There is no such option"), field="option")
    option.supports = [one for one in option.supports if one.organisation_id != by.organisation_id]
    db.session.flush()  # a side that supports an option again replaces its row
    if not withdraws:
        option.supports.append(Support(organisation_id=by.organisation_id, person_id=by.id, at=at))
    found.moved_at = at
    action = "dispute.unsupported" if withdraws else "dispute.supported"
    audit.record(action, commitment, by=by, at=at)


def propose_outcome(
    commitment: Commitment,
    kind: OutcomeKind,
    text: str,
    *,
    due: date | None = None,
    by: Person,
    at: datetime,
    mediates: bool,
) -> Outcome:
    """Propose the wording of an outcome; it replaces an earlier one. A side that proposes it agrees to it.

    Raises RuleViolation if a new date is missing, in the past, or not after the current due date.
    """
    found = queries.require_open(commitment)
    if flaw := flaw_of(kind, due, current_due=commitment.current_due, today=local_date(at)):
        raise RuleViolation(FLAWS[flaw], field="due")
    outcome = Outcome(number=len(found.outcomes) + 1, kind=kind, text=text, due=due, proposed_by=by, proposed_at=at)
    found.outcomes.append(outcome)
    _move(found, by=by, at=at, mediates=mediates)
    audit.record("dispute.outcome_proposed", commitment, by=by, at=at, outcome=kind, due=due)
    notices.outcome_proposed(found, text, by=by)
    if not mediates:
        agree(commitment, outcome.number, by=by, at=at)
    return outcome


def agree(commitment: Commitment, number: int, *, by: Person, at: datetime) -> Dispute:
    """Agree to an outcome for the side of `by`; once both sides have, it takes effect.

    Raises RuleViolation if the outcome was declined or replaced meanwhile.
    """
    found = queries.require_open(commitment)
    outcome = _current(found, number)
    settle(found, outcome, by=by, at=at)
    return found


def decline(commitment: Commitment, number: int, *, reason: str, by: Person, at: datetime) -> None:
    """Decline an outcome with a reason, for the side of `by`; the mediation continues."""
    found = queries.require_open(commitment)
    outcome = _current(found, number)
    outcome.declined_by, outcome.declined_at, outcome.reason = by, at, reason
    found.moved_at = at
    audit.record("dispute.outcome_declined", commitment, by=by, at=at)
    notices.outcome_declined(found, by=by, reason=reason)


def withdraw(commitment: Commitment, *, reason: str, by: Person, at: datetime) -> None:
    """Withdraw the dispute with a reason: the finding applies again and work goes on."""
    found = queries.require_open(commitment)
    found.state, found.ended_at = DisputeState.WITHDRAWN, at
    commitment.delivery, commitment.verification = Delivery.IN_PROGRESS, found.finding
    audit.record("dispute.withdrawn", commitment, by=by, at=at)
    add_update(commitment, Act.DISPUTE_WITHDRAWN, by=by, at=at, text=reason)
    notices.ended("dispute_withdrawn", found, by=by, text=reason)


def end_with(commitment: Commitment, *, by: Person, at: datetime) -> None:
    """End the open dispute of a commitment that was cancelled, if there is one."""
    if found := queries.open_dispute(commitment.id):
        found.state, found.ended_at = DisputeState.ENDED, at
        commitment.verification = found.finding
        audit.record("dispute.ended", commitment, by=by, at=at)


def follow_up(found: Dispute, proposed: Commitment, *, by: Person, at: datetime) -> None:
    """Record the commitment that was proposed as the outcome of a dispute."""
    found.follow_up = proposed
    audit.record("dispute.followed_up", found.commitment, by=by, at=at, follow_up=proposed)


def _current(found: Dispute, number: int) -> Outcome:
    outcome = found.outcome
    if outcome is None or outcome.number != number:
        raise RuleViolation(_l("This outcome was replaced or declined. Reload the page to see what is proposed now."))
    return outcome


def _move(found: Dispute, *, by: Person, at: datetime, mediates: bool) -> None:
    found.moved_at = at
    if mediates:
        found.mediator = by
