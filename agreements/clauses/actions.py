"""Actions on clauses, obligations and rights, and the commitments that follow from obligations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from agreements.clauses import queries
from agreements.clauses.models import Clause, Obligation, Right, obligation_commitments
from agreements.clauses.rules import AHEAD, Frequency, next_due, periods
from agreements.registry.models import Agreement, Party
from agreements.registry.rules import Stage
from app import audit
from app.accounts.models import Person
from app.clock import local_date
from app.database import db
from app.errors import RuleViolation
from commitments.registry.actions import Proposal, check_verifier, propose
from commitments.registry.rules import Visibility

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Number, heading and text of a clause."""

    number: str
    heading: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Values of an obligation: what one party owes, how often, and which other party verifies it."""

    text: str
    criteria: str
    debtor: Party
    verifier: Party
    frequency: Frequency = Frequency.ONCE
    first_due: date


def add_clause(agreement: Agreement, wording: Wording, *, by: Person, at: datetime) -> Clause:
    """Add a clause at the end. Raises RuleViolation if the number is taken."""
    clauses = queries.clauses_of(agreement.id)
    _check_number(clauses, wording.number)
    clause = Clause(agreement=agreement, position=len(clauses) + 1)
    _set_wording(clause, wording)
    db.session.add(clause)
    audit.record("agreement.clause_added", agreement, by=by, at=at, clause=wording.number)
    return clause


def change_clause(clause: Clause, wording: Wording, *, by: Person, at: datetime) -> None:
    """Change a clause. Raises RuleViolation if another clause has the number."""
    others = [one for one in queries.clauses_of(clause.agreement_id) if one.id != clause.id]
    _check_number(others, wording.number)
    _set_wording(clause, wording)
    audit.record("agreement.clause_changed", clause.agreement, by=by, at=at, clause=wording.number)


def move_clause(clause: Clause, steps: int, *, by: Person, at: datetime) -> None:
    """Move a clause up (-1) or down (1) in the text; has no effect at either end."""
    clauses = list(queries.clauses_of(clause.agreement_id))
    place = clauses.index(clause)
    clauses.insert(max(0, place + steps), clauses.pop(place))
    for position, one in enumerate(clauses, 1):
        one.position = position
    audit.record("agreement.clause_moved", clause.agreement, by=by, at=at, clause=clause.number)


def remove_clause(clause: Clause, *, by: Person, at: datetime) -> None:
    """Delete a clause with its obligations and rights. Raises RuleViolation if commitments follow from it."""
    for obligation in queries.obligations_of(clause.id):
        _require_no_commitments(obligation)
        db.session.delete(obligation)
    for right in queries.rights_of(clause.id):
        db.session.delete(right)
    db.session.flush()
    db.session.delete(clause)
    audit.record("agreement.clause_removed", clause.agreement, by=by, at=at, clause=clause.number)


def add_obligation(clause: Clause, duty: Duty, *, by: Person, at: datetime) -> Obligation:
    """Add an obligation to a clause; in a signed agreement this proposes its first commitment.

    Raises RuleViolation if a party would verify itself.
    """
    check_verifier(duty.verifier.id, duty.debtor.id)
    obligation = Obligation(clause=clause, position=len(queries.obligations_of(clause.id)) + 1)
    _set_duty(obligation, duty)
    db.session.add(obligation)
    audit.record("agreement.obligation_added", clause.agreement, by=by, at=at, clause=clause.number)
    if clause.agreement.stage is Stage.SIGNED:
        begin(obligation, clause.agreement, by=by, at=at)
    return obligation


def change_obligation(obligation: Obligation, duty: Duty, *, by: Person, at: datetime) -> None:
    """Change an obligation.

    Raises RuleViolation if a party would verify itself, or if commitments follow from the obligation and its parties,
    frequency or first due date would change.
    """
    check_verifier(duty.verifier.id, duty.debtor.id)
    fixed = (obligation.debtor_id, obligation.verifier_id, obligation.frequency, obligation.first_due)
    wanted = (duty.debtor.id, duty.verifier.id, duty.frequency, duty.first_due)
    if fixed != wanted:
        _require_no_commitments(obligation)
    has_commitments = queries.has_commitments(obligation.id)
    after = obligation.next_due
    _set_duty(obligation, duty)
    agreement = obligation.clause.agreement
    audit.record("agreement.obligation_changed", agreement, by=by, at=at, clause=obligation.clause.number)
    if has_commitments:
        obligation.next_due = after
    elif agreement.stage is Stage.SIGNED:
        begin(obligation, agreement, by=by, at=at)


def remove_obligation(obligation: Obligation, *, by: Person, at: datetime) -> None:
    """Delete an obligation. Raises RuleViolation if commitments follow from it."""
    _require_no_commitments(obligation)
    clause = obligation.clause
    db.session.delete(obligation)
    db.session.flush()
    for position, one in enumerate(queries.obligations_of(clause.id), 1):
        one.position = position
    audit.record("agreement.obligation_removed", clause.agreement, by=by, at=at, clause=clause.number)


def add_right(clause: Clause, *, holder: Party, text: str, by: Person, at: datetime) -> Right:
    """Add a right or benefit of a party to a clause."""
    right = Right(clause=clause, holder_id=holder.id, text=text)
    db.session.add(right)
    audit.record("agreement.right_added", clause.agreement, by=by, at=at, clause=clause.number)
    return right


def remove_right(right: Right, *, by: Person, at: datetime) -> None:
    """Delete a right."""
    clause = right.clause
    db.session.delete(right)
    audit.record("agreement.right_removed", clause.agreement, by=by, at=at, clause=clause.number)


def take_over(earlier: Agreement, agreement: Agreement, *, by: Person, at: datetime) -> None:
    """Copy the clauses of the agreement that `agreement` renews, with recurring obligations and rights.

    One-off obligations belong to the earlier term and are not copied, nor are obligations and rights of organisations
    that are no longer parties.
    """
    sides = {one.id: agreement.side_of(one.seat.organisation_id) for one in earlier.parties}
    since = agreement.effective_on or local_date(at)
    rights = queries.rights_in(earlier.id)
    for clause in queries.whole_clauses(earlier.id):
        copy = Clause(
            agreement=agreement,
            position=clause.position,
            number=clause.number,
            heading=clause.heading,
            text=clause.text,
        )
        db.session.add(copy)
        for obligation in clause.obligations:
            _take_over_duty(obligation, copy, sides, since=since)
        for right in rights:
            if right.clause_id == clause.id and (holder := sides[right.holder_id]):
                db.session.add(Right(clause=copy, holder_id=holder.id, text=right.text))
    audit.record("agreement.clauses_taken_over", agreement, by=by, at=at, earlier=earlier.id)


def _take_over_duty(obligation: Obligation, clause: Clause, sides: Mapping[UUID, Party | None], *, since: date) -> None:
    debtor, verifier = sides[obligation.debtor_id], sides[obligation.verifier_id]
    first_due = next_due(obligation.first_due, obligation.frequency, since=since, until=None)
    if obligation.frequency is Frequency.ONCE or not (debtor and verifier and first_due):
        return
    copy = Obligation(clause=clause, position=obligation.position)
    duty = Duty(
        text=obligation.text,
        criteria=obligation.criteria,
        debtor=debtor,
        verifier=verifier,
        frequency=obligation.frequency,
        first_due=first_due,
    )
    _set_duty(copy, duty)
    db.session.add(copy)


def begin_obligations(agreement: Agreement, *, by: Person, at: datetime) -> None:
    """Propose the first commitments of every obligation of a newly signed agreement."""
    for obligation in queries.obligations_in(agreement.id):
        begin(obligation, agreement, by=by, at=at)


def begin(obligation: Obligation, agreement: Agreement, *, by: Person, at: datetime) -> None:
    """Propose the next commitment of an obligation, and the further ones that fall due within `AHEAD` days.

    Periods that fell due before the local date of `at` get no commitment.
    """
    obligation.next_due = _due(obligation, agreement, since=local_date(at))
    if obligation.next_due:
        _commitment(obligation, agreement, obligation.next_due, by=by, at=at)
    keep_up(obligation, agreement, by=by, at=at)


def keep_up(obligation: Obligation, agreement: Agreement, *, by: Person, at: datetime) -> None:
    """Propose a commitment for every period that falls due up to `AHEAD` days from now.

    This includes periods that fell due in the meantime, for example during an outage: they are still owed.
    """
    if obligation.next_due is None:
        return
    horizon = local_date(at) + timedelta(days=AHEAD)
    for due in periods(
        obligation.first_due,
        obligation.frequency,
        since=obligation.next_due,
        horizon=horizon,
        until=agreement.last_day,
    ):
        _commitment(obligation, agreement, due, by=by, at=at)


def follow_last_day(agreement: Agreement, before: date | None, *, by: Person, at: datetime) -> None:
    """Adjust the next due dates of recurring obligations to a changed last day, which was `before`.

    An earlier last day drops periods; a later one adds those that have no commitment yet.
    """
    made = queries.last_periods(agreement.id)
    for obligation in queries.obligations_in(agreement.id):
        if obligation.frequency is Frequency.ONCE:
            continue
        since = obligation.next_due
        if since is None and before:
            since = max(before, made.get(obligation.id, before)) + A_DAY
        obligation.next_due = _due(obligation, agreement, since=since) if since else None
        keep_up(obligation, agreement, by=by, at=at)


def _commitment(obligation: Obligation, agreement: Agreement, due: date, *, by: Person, at: datetime) -> None:
    proposal = Proposal(
        circle=agreement.circle,
        title=obligation.text,
        criteria=obligation.criteria,
        responsible=obligation.debtor.seat.organisation,
        responsible_person=None,
        verifier=obligation.verifier.seat.organisation,
        due=due,
        visibility=Visibility.PARTIES,
        language=agreement.language,
    )
    commitment = propose(proposal, by=by, at=at, may_be_past=True)
    db.session.flush()
    link: Any = obligation_commitments.insert()
    db.session.execute(link.values(obligation_id=obligation.id, commitment_id=commitment.id))
    obligation.next_due = _due(obligation, agreement, since=due + A_DAY)


def _due(obligation: Obligation, agreement: Agreement, *, since: date) -> date | None:
    return next_due(obligation.first_due, obligation.frequency, since=since, until=agreement.last_day)


def _set_duty(obligation: Obligation, duty: Duty) -> None:
    obligation.text = duty.text
    obligation.criteria = duty.criteria
    obligation.debtor_id = duty.debtor.id
    obligation.verifier_id = duty.verifier.id
    obligation.frequency = duty.frequency
    obligation.first_due = duty.first_due
    obligation.next_due = duty.first_due


def _set_wording(clause: Clause, wording: Wording) -> None:
    clause.number = wording.number
    clause.heading = wording.heading
    clause.text = wording.text


def _check_number(clauses: Any, number: str) -> None:
    if any(one.number.casefold() == number.casefold() for one in clauses):
        raise RuleViolation(_l("%(number)s is there already", number=number), field="number")


def _require_no_commitments(obligation: Obligation) -> None:
    if queries.has_commitments(obligation.id):
        raise RuleViolation(
            _l("A commitment follows from this obligation: its parties and dates stay. Cancel the commitment instead")
        )
