"""The decision that an adopted circular becomes."""

from __future__ import annotations

from collections.abc import Sequence

from app.accounts.models import Person
from forums.attendance.rules import Quorum
from forums.circular.models import Circular, CircularState
from forums.circular.rows import SeatRow
from forums.circular.rules import Choice
from forums.decisions.actions import Wording, record_between_sessions
from forums.decisions.models import Decision
from forums.decisions.rules import PartyVote, VoteChoice

VOTES = {
    Choice.AGREE: VoteChoice.FOR,
    Choice.AGREE_WITH_NOTE: VoteChoice.FOR,
    Choice.DISAGREE: VoteChoice.AGAINST,
    Choice.ABSTAIN: VoteChoice.ABSTAINED,
}


def adopt(circular: Circular, seats: Sequence[SeatRow], quorum: Quorum, *, by: Person) -> Decision:
    """Turn a circular into a decision of its forum, taken at the end of the vote, with the vote of every party."""
    wording = Wording(
        text=circular.text,
        how=circular.how,
        basis=circular.basis,
        votes=tuple(_vote_of(one) for one in seats if one.choice in VOTES),
    )
    decision = record_between_sessions(circular.forum, wording, quorum=quorum, by=by, at=circular.ends_at)
    circular.state, circular.decision_id = CircularState.ADOPTED, decision.id
    circular.decision = decision
    return decision


def _vote_of(seat: SeatRow) -> PartyVote:
    assert seat.choice is not None
    dissent = seat.words if seat.choice is Choice.DISAGREE else ""
    return PartyVote(seat.seat_id, VOTES[seat.choice], dissent)
