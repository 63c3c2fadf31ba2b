"""The decision that an adopted circular becomes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app import audit
from app.clock import local_date
from app.database import db
from app.database.sequences import next_code
from forums.attendance.rules import Quorum
from forums.circular.models import Circular, CircularState
from forums.circular.rows import SeatRow
from forums.circular.rules import IN_FAVOUR, Choice, count
from forums.decisions.models import Decision, DecisionVote, VoteChoice
from forums.scheduling.models import DecisionRule

VOTES = {
    Choice.AGREE: VoteChoice.FOR,
    Choice.AGREE_WITH_NOTE: VoteChoice.FOR,
    Choice.DISAGREE: VoteChoice.AGAINST,
    Choice.ABSTAIN: VoteChoice.ABSTAINED,
}


def adopt(circular: Circular, seats: Sequence[SeatRow], quorum: Quorum, *, at: datetime) -> Decision:
    """Turn a circular into a decision of its forum, taken at the end of the vote, with the vote of every party.

    `at` is when the votes were counted.
    """
    given = count(one.vote for one in seats)
    by_vote = circular.how is DecisionRule.VOTE
    decision = Decision(
        code=next_code("KEP", local_date(circular.ends_at).year, digits=3),
        forum=circular.forum,
        text=circular.text,
        basis=circular.basis,
        how=circular.how,
        dissent=_dissent(seats),
        votes_for=sum(given[choice] for choice in IN_FAVOUR) if by_vote else None,
        votes_against=given[Choice.DISAGREE] if by_vote else None,
        abstentions=given[Choice.ABSTAIN] if by_vote else None,
        quorum_met=quorum.is_met,
        quorum=quorum.as_values(),
        decided_at=circular.ends_at,
        recorded_by_id=circular.circulated_by_id or circular.drafted_by_id,
        language=circular.language,
    )
    decision.votes = [_vote_of(one) for one in seats if one.choice in VOTES]
    db.session.add(decision)
    db.session.flush()
    circular.state, circular.decision_id = CircularState.ADOPTED, decision.id
    circular.decision = decision
    details = {"circular": circular.code, "quorum_met": quorum.is_met}
    audit.record("decision.adopted", decision, by=None, at=at, circle_id=circular.circle_id, **details)
    return decision


def _vote_of(seat: SeatRow) -> DecisionVote:
    assert seat.choice is not None
    against = seat.choice is Choice.DISAGREE
    return DecisionVote(seat_id=seat.seat_id, choice=VOTES[seat.choice], dissent=seat.words if against else "")


def _dissent(seats: Sequence[SeatRow]) -> str:
    """Return who disagreed and why, in their own words."""
    return "\n".join(f"{one.organisation}: {one.words}" for one in seats if one.choice is Choice.DISAGREE)
