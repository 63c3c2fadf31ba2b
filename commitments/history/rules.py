"""Reconstructs the state of a commitment from entries of the audit log. Days are local dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from commitments.disputes.rules import OutcomeKind, settled_as
from commitments.registry.rules import UNDECIDED, CommitmentFacts, Delivery, Verification


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of the audit log: its action, its day, and what it set: due date, progress (in percent) or outcome."""

    action: str
    on: date
    due: date | None = None
    progress: int | None = None
    outcome: OutcomeKind | None = None


@dataclass(slots=True, kw_only=True)
class State:
    """The state of a commitment; `progress` is a percentage."""

    delivery: Delivery
    first_due: date
    current_due: date
    verification: Verification = Verification.UNVERIFIED
    progress: int = 0
    accepted_on: date | None = None
    submitted_on: date | None = None
    met_on: date | None = None
    finding: Verification = Verification.UNVERIFIED
    """The finding that is or was disputed."""

    @property
    def facts(self) -> CommitmentFacts:
        """Return the facts that the rules evaluate."""
        return CommitmentFacts(
            delivery=self.delivery,
            first_due=self.first_due,
            current_due=self.current_due,
            progress=self.progress,
            accepted_on=self.accepted_on,
            met_on=self.met_on,
        )


def replay(entries: Iterable[Entry]) -> State | None:
    """Return the state after `entries`, in order, or None if they do not begin with a proposal and its due date."""
    state = None
    for entry in entries:
        if state is None:
            if entry.action != "commitment.proposed" or entry.due is None:
                return None
            state = State(delivery=Delivery.PROPOSED, first_due=entry.due, current_due=entry.due)
        elif entry.action in MOVES:
            MOVES[entry.action](state, entry)
    return state


def _bound(state: State, entry: Entry) -> None:
    state.delivery, state.accepted_on = Delivery.ACCEPTED, entry.on


def _date_agreed(state: State, entry: Entry) -> None:
    state.first_due = state.current_due = entry.due or state.current_due
    _bound(state, entry)


def _progressed(state: State, entry: Entry) -> None:
    state.progress = state.progress if entry.progress is None else entry.progress
    if state.delivery is Delivery.ACCEPTED:
        state.delivery = Delivery.IN_PROGRESS


def _submitted(state: State, entry: Entry) -> None:
    _progressed(state, entry)
    state.delivery, state.verification = Delivery.SUBMITTED, Verification.UNVERIFIED
    state.submitted_on = entry.on


def _met(state: State, entry: Entry) -> None:
    state.delivery, state.verification, state.progress = Delivery.CLOSED, Verification.MET, 100
    state.met_on = state.submitted_on or entry.on


def _extended(state: State, entry: Entry) -> None:
    state.current_due = entry.due or state.current_due


def _amended(state: State, entry: Entry) -> None:
    state.current_due = entry.due or state.current_due
    if state.delivery in UNDECIDED:
        state.delivery, state.first_due = Delivery.PROPOSED, state.current_due


def _disputed(state: State, _entry: Entry) -> None:
    state.finding = state.verification
    state.delivery, state.verification = Delivery.SUBMITTED, Verification.DISPUTED


def _dispute_withdrawn(state: State, _entry: Entry) -> None:
    state.delivery, state.verification = Delivery.IN_PROGRESS, state.finding


def _dispute_ended(state: State, _entry: Entry) -> None:
    state.verification = state.finding


def _settled(state: State, entry: Entry) -> None:
    state.verification = state.finding
    if entry.outcome:
        state.delivery, state.verification = settled_as(entry.outcome, state.finding)


def _becomes(delivery: Delivery, verification: Verification | None = None) -> Callable[[State, Entry], None]:
    def move(state: State, _entry: Entry) -> None:
        state.delivery = delivery
        state.verification = verification or state.verification

    return move


MOVES: dict[str, Callable[[State, Entry], None]] = {
    "commitment.proposed": _becomes(Delivery.PROPOSED),
    "commitment.proposed_again": _becomes(Delivery.PROPOSED),
    "commitment.accepted": _bound,
    "commitment.declined": _becomes(Delivery.DECLINED),
    "commitment.counter_proposed": _becomes(Delivery.COUNTER_PROPOSED),
    "commitment.date_agreed": _date_agreed,
    "commitment.progress": _progressed,
    "commitment.submitted": _submitted,
    "commitment.met": _met,
    "commitment.partially_met": _becomes(Delivery.IN_PROGRESS, Verification.PARTIALLY_MET),
    "commitment.returned": _becomes(Delivery.IN_PROGRESS, Verification.RETURNED),
    "commitment.closed": _becomes(Delivery.CLOSED),
    "commitment.blocked": _becomes(Delivery.BLOCKED),
    "commitment.unblocked": _becomes(Delivery.IN_PROGRESS),
    "commitment.cancelled": _becomes(Delivery.CANCELLED),
    "commitment.superseded": _becomes(Delivery.SUPERSEDED),
    "commitment.amended": _amended,
    "dispute.opened": _disputed,
    "dispute.withdrawn": _dispute_withdrawn,
    "dispute.ended": _dispute_ended,
    "dispute.settled": _settled,
    "extension.approved": _extended,
}
"""Actions of the audit log that change the state, with the function that applies each."""
STAYING = frozenset(
    {
        "commitment.commented",
        "commitment.contact_named",
        "commitment.on_track",
        "commitment.particulars_changed",
        "commitment.passed_to_successor",
        "commitment.record_signed",
        "commitment.record_written",
        "commitment.reminded",
        "commitment.snoozed",
        "commitment.visibility_changed",
        "commitment.wait_begun",
        "commitment.wait_ended",
        "dispute.followed_up",
        "dispute.option",
        "dispute.outcome_agreed",
        "dispute.outcome_declined",
        "dispute.outcome_proposed",
        "dispute.position",
        "dispute.reworded",
        "dispute.supported",
        "dispute.unsupported",
        "extension.asked",
        "extension.denied",
    }
)
"""Actions of the audit log that do not change the state."""
