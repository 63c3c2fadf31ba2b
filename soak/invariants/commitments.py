"""Commitments agree with their timelines, and each act has its entry, its audit row and its columns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from app.audit.models import AuditRow
from app.database import db
from commitments.blockers.models import Blocker
from commitments.delivery.models import Act, Update
from commitments.disputes.rules import OutcomeKind, settled_as
from commitments.extensions.models import Extension, ExtensionState
from commitments.registry.models import Commitment
from commitments.registry.rules import ENDED, OWED, UNDECIDED, Delivery, Verification
from commitments.reminders.models import Reminder
from commitments.reminders.rules import Step
from soak.findings import Finding, contradictory

D, V = Delivery, Verification
ACTIONS = {
    Act.DECLINED: "commitment.declined",
    Act.ACCEPTED: "commitment.accepted",
    Act.COUNTER_PROPOSED: "commitment.counter_proposed",
    Act.DATE_AGREED: "commitment.date_agreed",
    Act.PROGRESS: "commitment.progress",
    Act.SUBMITTED: "commitment.submitted",
    Act.MET: "commitment.met",
    Act.PARTIALLY_MET: "commitment.partially_met",
    Act.RETURNED: "commitment.returned",
    Act.EXTENSION_ASKED: "extension.asked",
    Act.EXTENSION_APPROVED: "extension.approved",
    Act.EXTENSION_DENIED: "extension.denied",
    Act.BLOCKED: "commitment.blocked",
    Act.UNBLOCKED: "commitment.unblocked",
    Act.CLOSED: "commitment.closed",
    Act.CANCELLED: "commitment.cancelled",
    Act.COMMENT: "commitment.commented",
    Act.VISIBILITY_CHANGED: "commitment.visibility_changed",
    Act.ON_TRACK: "commitment.on_track",
    Act.SNOOZED: "commitment.snoozed",
    Act.DISPUTED: "dispute.opened",
    Act.DISPUTE_WITHDRAWN: "dispute.withdrawn",
    Act.SETTLED: "dispute.settled",
    Act.HANDOVER_ASKED: "handover.asked",
    Act.HANDOVER_DECLINED: "handover.declined",
    Act.HANDOVER_WITHDRAWN: "handover.withdrawn",
    Act.HANDED_OVER: "handover.accepted",
    Act.SUCCEEDED: "commitment.passed_to_successor",
    Act.RECORD_SIGNED: "commitment.record_signed",
    Act.AMENDED: "commitment.amended",
    Act.SUPERSEDED: "commitment.superseded",
}
"""The actions of audit rows by the acts of the timeline. A proposal has one of two, see `entries_are_recorded`."""
LEADS: dict[Act, tuple[frozenset[Delivery], Delivery]] = {
    Act.DECLINED: (frozenset({D.PROPOSED}), D.DECLINED),
    Act.ACCEPTED: (frozenset({D.PROPOSED}), D.ACCEPTED),
    Act.COUNTER_PROPOSED: (frozenset({D.PROPOSED}), D.COUNTER_PROPOSED),
    Act.DATE_AGREED: (frozenset({D.COUNTER_PROPOSED}), D.ACCEPTED),
    Act.SUBMITTED: (frozenset({D.ACCEPTED, D.IN_PROGRESS}), D.SUBMITTED),
    Act.MET: (frozenset({D.SUBMITTED}), D.CLOSED),
    Act.PARTIALLY_MET: (frozenset({D.SUBMITTED}), D.IN_PROGRESS),
    Act.RETURNED: (frozenset({D.SUBMITTED}), D.IN_PROGRESS),
    Act.BLOCKED: (frozenset({D.ACCEPTED, D.IN_PROGRESS}), D.BLOCKED),
    Act.UNBLOCKED: (frozenset({D.BLOCKED}), D.IN_PROGRESS),
    Act.CLOSED: (frozenset({D.IN_PROGRESS, D.BLOCKED}), D.CLOSED),
    Act.CANCELLED: (frozenset(OWED | UNDECIDED | {D.SUBMITTED}), D.CANCELLED),
    Act.SUPERSEDED: (frozenset(OWED | UNDECIDED | {D.SUBMITTED}), D.SUPERSEDED),
    Act.DISPUTED: (frozenset({D.IN_PROGRESS}), D.SUBMITTED),
    Act.DISPUTE_WITHDRAWN: (frozenset({D.SUBMITTED}), D.IN_PROGRESS),
}
"""The states in which an act is possible, and the state after it; other acts change no state."""
FINDINGS = {Act.SUBMITTED: V.UNVERIFIED, Act.MET: V.MET, Act.PARTIALLY_MET: V.PARTIALLY_MET, Act.RETURNED: V.RETURNED}


class ReplayedState:
    """The state after the acts of a timeline."""

    def __init__(self) -> None:
        self.delivery: Delivery | None = None
        self.verification = self.disputed = V.UNVERIFIED
        self.due: date | None = None
        self.first: date | None = None
        self.impossible = ""

    def take(self, act: Act, due: date | None) -> None:
        """Apply an act; `impossible` is the first one that its state does not allow."""
        if act in {Act.PROPOSED, Act.DATE_AGREED} or (act is Act.AMENDED and self.delivery in UNDECIDED):
            self.first = due
        if act is Act.DISPUTED:
            self.disputed, self.verification = self.verification, V.DISPUTED
        elif self.verification is V.DISPUTED and act in {Act.DISPUTE_WITHDRAWN, Act.CANCELLED, Act.SUPERSEDED}:
            self.verification = self.disputed
        if act is Act.PROPOSED:
            self._go(act, {None, D.COUNTER_PROPOSED}, D.PROPOSED)
        elif act is Act.PROGRESS:
            self._go(act, OWED, D.IN_PROGRESS if self.delivery is D.ACCEPTED else self.delivery)
        elif act is Act.AMENDED:
            self._go(act, OWED | UNDECIDED, D.PROPOSED if self.delivery in UNDECIDED else self.delivery)
        elif act in LEADS:
            self._go(act, *LEADS[act])
        self.verification = FINDINGS.get(act, self.verification)
        if act in {Act.PROPOSED, Act.DATE_AGREED, Act.EXTENSION_APPROVED, Act.AMENDED}:
            self.due = due

    def settle(self, outcome: OutcomeKind) -> None:
        """Apply the outcome of a mediation, with the acts that follow from it in the same moment."""
        self._go(Act.SETTLED, {D.SUBMITTED}, None)
        self.delivery, self.verification = settled_as(outcome, self.disputed)

    def _go(self, act: Act, sources: object, target: Delivery | None) -> None:
        if self.delivery not in sources and not self.impossible:  # type: ignore[operator]
            self.impossible = f"{act.value} does not follow {self.delivery}"
        self.delivery = target


def timelines_lead_here() -> Iterator[Finding]:
    """Replay every timeline and compare states and due dates."""
    states: dict[UUID, ReplayedState] = defaultdict(ReplayedState)
    settled = select(AuditRow.subject_id, AuditRow.at, AuditRow.details).where(AuditRow.action == "dispute.settled")
    outcomes = {(one, at): OutcomeKind(details["outcome"]) for one, at, details in db.session.execute(settled)}
    acts = select(Update.commitment_id, Update.at, Update.act, Update.due).order_by(Update.commitment_id, Update.at)
    for commitment_id, at, act, due in db.session.execute(acts):
        outcome = outcomes.get((commitment_id, at))
        if outcome and act is Act.SETTLED:
            states[commitment_id].settle(outcome)
        elif not (outcome and act in {Act.MET, Act.CLOSED}):
            states[commitment_id].take(act, due)
    columns = (Commitment.id, Commitment.code, Commitment.delivery, Commitment.verification, Commitment.first_due)
    for identity, code, *stands in db.session.execute(select(*columns, Commitment.current_due)):
        led = states.pop(identity, ReplayedState())
        if led.impossible:
            yield contradictory(f"{code}: {led.impossible}")
        elif stands != (leads := [led.delivery, led.verification, led.first, led.due]):
            yield contradictory(f"{code} is {stands}; its timeline leads to {leads}")
    yield from (contradictory(f"a timeline without its commitment, {one}") for one in states)


def entries_are_recorded() -> Iterator[Finding]:
    """Each entry of a timeline has its audit row, and the reverse."""
    entries: Counter[tuple[UUID, str]] = Counter()
    for identity, act, number in db.session.execute(
        select(Update.commitment_id, Update.act, func.count()).group_by(Update.commitment_id, Update.act)
    ):
        entries[identity, ACTIONS.get(act, "commitment.proposed")] += number
    recorded: Counter[tuple[UUID, str]] = Counter()
    known = {*ACTIONS.values(), "commitment.proposed", "commitment.proposed_again"}
    rows = select(AuditRow.subject_id, AuditRow.action, func.count()).where(
        AuditRow.subject_type == "Commitment", AuditRow.action.in_(known)
    )
    for identity, action, number in db.session.execute(rows.group_by(AuditRow.subject_id, AuditRow.action)):
        recorded[identity, action.removesuffix("_again")] += number
    for (identity, action), number in ((entries - recorded) + (recorded - entries)).items():
        where = "in the timeline" if entries[identity, action] > recorded[identity, action] else "in the record"
        yield contradictory(f"{action} of {identity} occurs {number} times more {where}")


def fields_fit_states() -> Iterator[Finding]:
    """Columns are filled exactly in the states of delivery that need them."""
    for one in db.session.scalars(select(Commitment).execution_options(yield_per=1000)):
        submitted = one.delivery is D.SUBMITTED or one.verification is not V.UNVERIFIED
        rules = {
            "ended_at is set when it has ended": (one.ended_at is not None) == (one.delivery in ENDED),
            "met_on is set when it was met": (one.met_on is not None) == (one.verification is V.MET),
            "counter_due is set while another date is proposed": (one.counter_due is not None)
            == (one.delivery is D.COUNTER_PROPOSED),
            "accepted_on is set once it binds": one.accepted_on is not None
            or one.delivery in UNDECIDED | {D.DECLINED, D.CANCELLED, D.SUPERSEDED},
            "submitted_at is set once it was handed over": not submitted or one.submitted_at is not None,
            "what was met is closed": one.verification is not V.MET or one.delivery is D.CLOSED,
        }
        yield from (contradictory(f"{one.code}: not so: {rule}") for rule, holds in rules.items() if not holds)


def barriers_and_wishes_fit() -> Iterator[Finding]:
    """A blocked commitment has one open blocker, others have none; at most one requested extension is open."""
    open_ones = Counter(db.session.scalars(select(Blocker.commitment_id).where(Blocker.removed_at.is_(None))))
    states = dict(db.session.execute(select(Commitment.id, Commitment.delivery)).all())
    blocked = {identity for identity, delivery in states.items() if delivery is D.BLOCKED}
    yield from (contradictory(f"{one} is blocked by nothing") for one in blocked - set(open_ones))
    yield from (contradictory(f"{one} has {number} open barriers") for one, number in open_ones.items() if number > 1)
    going = {one for one in set(open_ones) - blocked if states.get(one) in {D.ACCEPTED, D.IN_PROGRESS, D.SUBMITTED}}
    yield from (contradictory(f"{one} goes on although a barrier is open") for one in going)
    asked = Counter(db.session.scalars(select(Extension.commitment_id).where(Extension.state == ExtensionState.ASKED)))
    yield from (contradictory(f"{one} has {number} wishes open") for one, number in asked.items() if number > 1)


def reminders_collapse() -> Iterator[Finding]:
    """A reminder step is stored with all earlier steps that it covers."""
    taken: dict[tuple[UUID, date], set[Step]] = defaultdict(set)
    for commitment_id, due, step in db.session.execute(select(Reminder.commitment_id, Reminder.due, Reminder.step)):
        taken[commitment_id, due].add(step)
    for (commitment_id, due), steps in taken.items():
        covered = {step for step in Step if step.days <= max(one.days for one in steps)}
        if steps != covered:
            yield contradictory(f"reminders of {commitment_id} for {due}: {sorted(one.value for one in steps)}")


CHECKS = (timelines_lead_here, entries_are_recorded, fields_fit_states, barriers_and_wishes_fit, reminders_collapse)
