"""Circular decisions: what became of each one follows from its votes, as a small model of the rules says."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from app.audit.models import AuditRow
from app.circles.models import Seat
from app.database import db
from forums.circular.models import Circular, CircularState, CircularVote, circular_seats
from forums.decisions.models import Decision, DecisionVote
from forums.scheduling.models import DecisionRule
from soak.findings import Finding, contradictory, doubled, lost

SENT, CLOSED, MOVED, WITHDRAWN = ACTS = (
    "circular.circulated",
    "circular.closed",
    "circular.moved",
    "circular.withdrawn",
)
STATES: dict[CircularState, tuple[set[str], ...]] = {
    CircularState.DRAFT: (set(),),
    CircularState.CIRCULATING: ({SENT},),
    CircularState.ADOPTED: ({SENT, CLOSED},),
    CircularState.MOVED: ({SENT, CLOSED}, {SENT, MOVED}),
    CircularState.LAPSED: ({SENT, CLOSED},),
    CircularState.WITHDRAWN: ({WITHDRAWN}, {SENT, WITHDRAWN}),
}
"""The audit rows that a circular in a state may have: one is moved to a session at its end or before."""
CHOICES = {"agree": "for", "agree_with_note": "for", "disagree": "against", "abstain": "abstained"}
"""The vote in the decision, by the vote on the circular."""


@dataclass
class Voted:
    """The sector and the current vote of each seat; None for a silent one."""

    seats: list[tuple[str, str | None]] = field(default_factory=list)

    def adopts(self, *, share: int, required: Iterable[str], by_vote: bool) -> bool:
        """Whether the vote adopts the text: enough seats voted, of every required sector, and nobody stands against it.

        A question stops it in every forum, a disagreement where consensus is needed. By vote more seats are in favour
        than against; at least one is.
        """
        given = Counter(choice for _sector, choice in self.seats if choice)
        there = {sector for sector, choice in self.seats if choice}
        if not given or 100 * given.total() < share * len(self.seats) or not set(required) <= there:
            return False
        if given["discuss"] or (given["disagree"] and not by_vote):
            return False
        return given["agree"] + given["agree_with_note"] > given["disagree"]


def states_follow_the_record() -> Iterator[Finding]:
    """Each state has its audit rows, once each, and a circular that is over has the time of its end."""
    recorded: dict[UUID, Counter[str]] = defaultdict(Counter)
    for subject, action in db.session.execute(
        select(AuditRow.subject_id, AuditRow.action).where(AuditRow.action.in_(ACTS))
    ):
        recorded[subject][action] += 1
    for one in db.session.scalars(select(Circular)):
        acts = recorded[one.id]
        yield from (
            doubled(f"{act} of {one.code} is recorded {times} times") for act, times in acts.items() if times > 1
        )
        dated = one.was_circulated == (SENT in acts) and (one.closed_at is not None) == bool(acts.keys() - {SENT})
        if acts.keys() not in STATES[one.state] or not dated:
            times = f"from {one.circulated_at} to {one.closed_at}"
            yield contradictory(f"{one.code} is {one.state.value} {times}, recorded: {sorted(acts)}")


def votes_are_in_time() -> Iterator[Finding]:
    """A seat has one current vote, given in time by a seat that was asked; each vote has its audit row."""
    asked = {tuple(row) for row in db.session.execute(select(circular_seats.c.circular_id, circular_seats.c.seat_id))}
    voted: Counter[UUID] = Counter()
    current: Counter[tuple[UUID, UUID]] = Counter()
    rows = select(CircularVote, Circular).join(Circular, Circular.id == CircularVote.circular_id)
    for vote, circular in db.session.execute(rows):
        voted[circular.id] += 1
        current[circular.id, vote.seat_id] += vote.replaced_at is None
        if (circular.id, vote.seat_id) not in asked:
            yield contradictory(f"a seat voted on {circular.code} that was not asked")
        if not (circular.circulated_at and circular.circulated_at <= vote.at <= circular.ends_at):
            yield contradictory(f"a vote on {circular.code} at {vote.at}, which ended at {circular.ends_at}")
    yield from (lost(f"a seat has no current vote on {one[0]}") for one, number in current.items() if number < 1)
    yield from (doubled(f"a seat has {number} votes on {one[0]}") for one, number in current.items() if number > 1)
    acts = AuditRow.action.in_(("circular.voted", "circular.vote_recorded"))
    recorded = Counter(db.session.scalars(select(AuditRow.subject_id).where(acts)))
    for one in recorded.keys() | voted.keys():
        if recorded[one] != voted[one]:
            yield contradictory(f"{voted[one]} votes on circular {one}, recorded were {recorded[one]}")


def outcomes_follow_the_votes() -> Iterator[Finding]:
    """A circular was adopted at its end if its votes adopt it, and else went to a session or lapsed."""
    voted = _voted()
    at_the_end = set(db.session.scalars(select(AuditRow.subject_id).where(AuditRow.action == CLOSED)))
    for one in db.session.scalars(select(Circular)):
        is_adopted = one.state is CircularState.ADOPTED
        if is_adopted != (one.decision_id is not None):
            yield contradictory(f"{one.code} is {one.state.value} with the decision {one.decision_id}")
        if (one.state is CircularState.MOVED) > (one.agenda_item_id is not None):
            yield lost(f"{one.code} was moved to no session")
        if one.id in at_the_end and one.quorum is not None:
            charter = {"share": one.quorum["share"], "required": one.quorum["sectors"]}
            if voted[one.id].adopts(**charter, by_vote=one.how is DecisionRule.VOTE) != is_adopted:
                yield contradictory(f"{one.code} is {one.state.value}; its votes: {voted[one.id].seats}")


def decisions_say_what_was_voted() -> Iterator[Finding]:
    """The decision has the text that was circulated, the end of the vote as its time, and the vote of each seat."""
    rows = select(Circular, Decision).join(Decision, Decision.id == Circular.decision_id)
    for circular, decision in db.session.execute(rows):
        if (decision.text, decision.decided_at) != (circular.text, circular.ends_at):
            yield contradictory(f"{decision.code} is not what {circular.code} said when its vote ended")
        noted = select(DecisionVote.seat_id, DecisionVote.choice).where(DecisionVote.decision_id == decision.id)
        given = select(CircularVote.seat_id, CircularVote.choice)
        given = given.where(CircularVote.circular_id == circular.id, CircularVote.replaced_at.is_(None))
        expected = {seat: CHOICES.get(choice.value) for seat, choice in db.session.execute(given)}
        if {seat: choice.value for seat, choice in db.session.execute(noted)} != expected:
            yield contradictory(f"{decision.code} has other votes than {circular.code}")


def _voted() -> dict[UUID, Voted]:
    found: dict[UUID, Voted] = defaultdict(Voted)
    current = (
        (CircularVote.seat_id == Seat.id)
        & (CircularVote.circular_id == circular_seats.c.circular_id)
        & CircularVote.replaced_at.is_(None)
    )
    rows = select(circular_seats.c.circular_id, Seat.sector, CircularVote.choice).join(
        Seat, Seat.id == circular_seats.c.seat_id
    )
    for circular_id, sector, choice in db.session.execute(rows.outerjoin(CircularVote, current)):
        found[circular_id].seats.append((getattr(sector, "value", sector), choice.value if choice else None))
    return found


CHECKS = (
    states_follow_the_record,
    votes_are_in_time,
    outcomes_follow_the_votes,
    decisions_say_what_was_voted,
)
