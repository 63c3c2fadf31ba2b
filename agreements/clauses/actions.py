"""Actions on clauses, obligations and rights, and the commitments that follow from obligations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from agreements.clauses import queries, versioning
from agreements.clauses.models import Clause, Obligation, Right, obligation_commitments
from agreements.clauses.rules import A_DAY, AHEAD, Frequency, due_dates, next_due, periods, resumes
from agreements.registry.models import Agreement, Party
from agreements.registry.rules import Stage
from app import audit
from app.accounts.models import Person
from app.clock import local_date
from app.database import db
from app.errors import NotNow, RuleViolation
from commitments.registry.actions import Proposal, check_verifier, propose
from commitments.registry.models import Commitment
from commitments.registry.rules import Visibility


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What a renewal takes over: ids of clauses, recurring obligations and rights."""

    clauses: frozenset[UUID]
    obligations: frozenset[UUID]
    rights: frozenset[UUID]


def add_clause(agreement: Agreement, wording: Wording, *, by: Person, at: datetime) -> Clause:
    """Add a clause at the end. Raises RuleViolation if the number is taken, NotNow if an amendment must add it."""
    require_enterable(agreement)
    clauses = queries.clauses_of(agreement.id)
    _check_number(clauses, wording.number)
    clause = Clause(agreement=agreement, position=len(clauses) + 1)
    set_wording(clause, wording)
    db.session.add(clause)
    audit.record("agreement.clause_added", agreement, by=by, at=at, clause=wording.number)
    return clause


def change_clause(clause: Clause, wording: Wording, *, reason: str = "", by: Person, at: datetime) -> None:
    """Change a clause; after signature this corrects the register, with a reason, and adds a version.

    Raises RuleViolation if another clause has the number, or for a correction without reason.
    """
    agreement = clause.agreement
    others = [one for one in queries.clauses_of(clause.agreement_id) if one.id != clause.id]
    _check_number(others, wording.number)
    if agreement.is_being_made or wording == wording_of(clause):
        set_wording(clause, wording)
        audit.record("agreement.clause_changed", agreement, by=by, at=at, clause=wording.number)
        return
    if not reason:
        raise RuleViolation(_l("Write what was wrong in the register"), field="reason")
    versioning.keep_first(clause, at=at)
    earlier = queries.versions_of(clause.id)
    set_wording(clause, wording)
    versioning.keep(clause, since=earlier[-1].since, reason=reason, by=by, at=at)
    audit.record("agreement.clause_corrected", agreement, by=by, at=at, clause=wording.number, reason=reason)


def move_clause(clause: Clause, steps: int, *, by: Person, at: datetime) -> None:
    """Move a clause up (-1) or down (1) in the text; has no effect at either end."""
    require_enterable(clause.agreement)
    clauses = list(queries.clauses_of(clause.agreement_id))
    place = clauses.index(clause)
    clauses.insert(max(0, place + steps), clauses.pop(place))
    for position, one in enumerate(clauses, 1):
        one.position = position
    audit.record("agreement.clause_moved", clause.agreement, by=by, at=at, clause=clause.number)


def remove_clause(clause: Clause, *, by: Person, at: datetime) -> None:
    """Delete a clause with its obligations and rights. Raises RuleViolation if commitments follow from it.

    Raises NotNow if an amendment must remove it.
    """
    require_enterable(clause.agreement)
    for obligation in queries.obligations_of(clause.id):
        _require_no_commitments(obligation)
        db.session.delete(obligation)
    for right in queries.rights_of(clause.id):
        db.session.delete(right)
    for version in queries.versions_of(clause.id):
        db.session.delete(version)
    db.session.flush()
    db.session.delete(clause)
    audit.record("agreement.clause_removed", clause.agreement, by=by, at=at, clause=clause.number)


def add_obligation(clause: Clause, duty: Duty, *, by: Person, at: datetime) -> Obligation:
    """Add an obligation to a clause; in a signed agreement this proposes its first commitment.

    Raises RuleViolation if a party would verify itself, NotNow if an amendment must add it.
    """
    require_enterable(clause.agreement)
    check_verifier(duty.verifier.id, duty.debtor.id)
    obligation = Obligation(clause=clause, position=len(queries.obligations_of(clause.id)) + 1)
    _set_duty(obligation, duty)
    db.session.add(obligation)
    audit.record("agreement.obligation_added", clause.agreement, by=by, at=at, clause=clause.number)
    if clause.agreement.stage is Stage.SIGNED:
        begin(obligation, clause.agreement, by=by, at=at)
    return obligation


def change_obligation(obligation: Obligation, duty: Duty, *, by: Person, at: datetime) -> None:
    """Change an obligation from which no commitment follows yet.

    Raises RuleViolation if a party would verify itself, or if a commitment follows: an amendment changes both. Raises
    NotNow if an amendment must change it anyway.
    """
    agreement = obligation.clause.agreement
    require_enterable(agreement)
    check_verifier(duty.verifier.id, duty.debtor.id)
    _require_no_commitments(obligation)
    _set_duty(obligation, duty)
    audit.record("agreement.obligation_changed", agreement, by=by, at=at, clause=obligation.clause.number)
    if agreement.stage is Stage.SIGNED:
        begin(obligation, agreement, by=by, at=at)


def remove_obligation(obligation: Obligation, *, by: Person, at: datetime) -> None:
    """Delete an obligation. Raises RuleViolation if commitments follow from it, NotNow if an amendment must end it."""
    require_enterable(obligation.clause.agreement)
    _require_no_commitments(obligation)
    clause = obligation.clause
    db.session.delete(obligation)
    db.session.flush()
    for position, one in enumerate(queries.obligations_of(clause.id), 1):
        one.position = position
    audit.record("agreement.obligation_removed", clause.agreement, by=by, at=at, clause=clause.number)


def add_right(clause: Clause, *, holder: Party, text: str, by: Person, at: datetime) -> Right:
    """Add a right or benefit of a party to a clause. Raises NotNow if an amendment must add it."""
    require_enterable(clause.agreement)
    right = Right(clause=clause, holder_id=holder.id, text=text)
    db.session.add(right)
    audit.record("agreement.right_added", clause.agreement, by=by, at=at, clause=clause.number)
    return right


def remove_right(right: Right, *, by: Person, at: datetime) -> None:
    """Delete a right. Raises NotNow if an amendment must end it."""
    clause = right.clause
    require_enterable(clause.agreement)
    db.session.delete(right)
    audit.record("agreement.right_removed", clause.agreement, by=by, at=at, clause=clause.number)


def take_over(
    earlier: Agreement, agreement: Agreement, carried: Carried | None = None, *, by: Person, at: datetime
) -> None:
    """Copy the clauses of the agreement that `agreement` renews, with recurring obligations and rights.

    With `carried`, only those are copied that it names; what belongs to a clause that it does not name is left out.

    One-off obligations belong to the earlier term and are not copied, nor are obligations and rights of organisations
    that are no longer parties.
    """
    sides = {one.id: agreement.side_of(one.seat.organisation_id) for one in earlier.parties}
    since = agreement.effective_on or local_date(at)
    rights = queries.rights_in(earlier.id)
    for clause in queries.whole_clauses(earlier.id):
        if carried and clause.id not in carried.clauses:
            continue
        copy = Clause(
            agreement=agreement,
            position=clause.position,
            number=clause.number,
            heading=clause.heading,
            text=clause.text,
        )
        db.session.add(copy)
        for obligation in clause.obligations:
            if carried and obligation.id not in carried.obligations:
                continue
            _take_over_duty(obligation, copy, sides, since=since)
        for right in rights:
            if carried and right.id not in carried.rights:
                continue
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
    made = queries.periods_with_commitments(agreement.id)
    for obligation in queries.obligations_in(agreement.id):
        if obligation.frequency is Frequency.ONCE:
            continue
        since = resumes(obligation.next_due, before, agreement.last_day)
        taken = made.get(obligation.id, set())
        dues = due_dates(obligation.first_due, obligation.frequency, until=agreement.last_day)
        free = (due for due in dues if since and due >= since and due not in taken)
        obligation.next_due = next(free, None) if since else None
        keep_up(obligation, agreement, by=by, at=at)


def propose_period(obligation: Obligation, agreement: Agreement, due: date, *, by: Person, at: datetime) -> Commitment:
    """Propose the commitment of one period of an obligation, and return it; the next due date is not changed."""
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
    db.session.execute(link.values(obligation_id=obligation.id, commitment_id=commitment.id, period=due))
    return commitment


def _commitment(obligation: Obligation, agreement: Agreement, due: date, *, by: Person, at: datetime) -> None:
    propose_period(obligation, agreement, due, by=by, at=at)
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


def wording_of(clause: Clause) -> Wording:
    """Return the present wording of a clause."""
    return Wording(number=clause.number, heading=clause.heading, text=clause.text)


def require_enterable(agreement: Agreement) -> None:
    """Raise NotNow if the text of an agreement changes by amendments only.

    The register comes after the paper: what a signed agreement says can be entered until its first amendment.
    """
    if not agreement.is_being_made and queries.is_amended(agreement.id):
        raise NotNow(_l("This agreement has an amendment: its text changes by amendments only"))


def set_wording(clause: Clause, wording: Wording) -> None:
    """Give a clause its number, heading and text."""
    clause.number = wording.number
    clause.heading = wording.heading
    clause.text = wording.text


def _check_number(clauses: Any, number: str) -> None:
    if any(one.number.casefold() == number.casefold() for one in clauses):
        raise RuleViolation(_l("%(number)s is there already", number=number), field="number")


def _require_no_commitments(obligation: Obligation) -> None:
    if queries.has_commitments(obligation.id):
        raise RuleViolation(
            _l("A commitment follows from this obligation. Change it by an amendment, or cancel the commitment")
        )
