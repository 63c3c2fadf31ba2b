"""The invariants of circular decisions find nothing in votes that were counted rightly, and every planted fault."""

from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from app import clock
from app.accounts.models import Person
from app.audit import chain
from app.audit.models import AuditRow
from app.database import db
from app.database.transactions import transaction
from app.web.policies import load
from forums.circular import actions, closing
from forums.circular.models import Circular, CircularState, CircularVote, circular_seats
from forums.circular.policies import own_seat
from forums.circular.rules import Choice, Outcome, SeatVote, outcome, quorum_of_votes
from forums.decisions.models import Decision, DecisionVote
from soak.facts import values
from soak.findings import Fault
from soak.invariants import check, circulars
from soak.invariants.circulars import Voted
from soak.sample import build
from tests.soak.test_invariants import misjudged

VOTES = (
    ("agree", "agree_with_note", "abstain"),
    ("agree", "disagree", "agree"),
    ("agree", "discuss", "agree"),
    ("agree", None, None),
)
"""What three parties vote: under consensus and by vote in turn. The first two circulars are adopted."""
LATE = datetime(2040, 1, 5, tzinfo=UTC)


@pytest.fixture
def sample(app):
    """Circulars of which two were adopted and the others lapsed; one party changed its vote."""
    sample = build(members=3, under_way=True, ending=True)
    parties = [db.session.scalars(select(Person).where(Person.email == one.email)).one() for one in sample.members]
    with transaction(), app.test_request_context():
        for (identity, _title), votes in zip(sample.circulars, VOTES, strict=False):
            circular = load(Circular, "circular_id", UUID(identity))
            for person, choice in [(parties[0], "abstain"), *zip(parties, votes, strict=True)]:
                if choice:
                    ballot = actions.Ballot(choice=Choice(choice), words="Alasan")
                    actions.vote(circular, own_seat(person, circular), ballot, by=person, at=datetime.now(UTC))
    with transaction(), app.test_request_context(), clock.pretend(datetime.now(UTC) + timedelta(hours=1)):
        for identity, _title in sample.circulars:
            closing.close(load(Circular, "circular_id", UUID(identity)), at=clock.utc_now())
    with transaction():
        chain.seal()
    return sample


def numbered(number):
    return Circular.code.like(f"SIR-%-{number:03}")


def votes_on(number):
    ours = select(Circular.id).where(numbered(number)).scalar_subquery()
    return (CircularVote.circular_id == ours) & CircularVote.replaced_at.is_(None)


PLANTED = {
    "a circular that was adopted against its votes": (
        lambda: [update(CircularVote).where(votes_on(1)).values(choice=Choice.DISCUSS)],
        circulars.outcomes_follow_the_votes,
        {Fault.CONTRADICTORY: 1},
    ),
    "a circular that lapsed although all agreed": (
        lambda: [update(CircularVote).where(votes_on(3)).values(choice=Choice.AGREE)],
        circulars.outcomes_follow_the_votes,
        {Fault.CONTRADICTORY: 1},
    ),
    "an adoption without a decision": (
        lambda: [update(Circular).where(numbered(1)).values(decision_id=None)],
        circulars.outcomes_follow_the_votes,
        {Fault.CONTRADICTORY: 1},
    ),
    "a circular that went to no session": (
        lambda: [update(Circular).where(numbered(3)).values(state=CircularState.MOVED)],
        circulars.outcomes_follow_the_votes,
        {Fault.LOST: 1},
    ),
    "a state that nobody recorded": (
        lambda: [update(Circular).where(numbered(3)).values(state=CircularState.WITHDRAWN)],
        circulars.states_follow_the_record,
        {Fault.CONTRADICTORY: 1},
    ),
    "a vote that is open again": (
        lambda: [update(Circular).where(numbered(3)).values(state=CircularState.CIRCULATING, closed_at=None)],
        circulars.states_follow_the_record,
        {Fault.CONTRADICTORY: 1},
    ),
    "an end that was recorded twice": (
        lambda: [update(AuditRow).where(AuditRow.action == "circular.drafted").values(action="circular.closed")],
        circulars.states_follow_the_record,
        {Fault.DOUBLED: 8},
    ),
    "a vote that is lost": (
        lambda: [delete(CircularVote).where(votes_on(4))],
        circulars.votes_are_in_time,
        {Fault.CONTRADICTORY: 1, Fault.LOST: 1},
    ),
    "a late vote": (
        lambda: [update(CircularVote).where(votes_on(4)).values(at=LATE)],
        circulars.votes_are_in_time,
        {Fault.CONTRADICTORY: 1},
    ),
    "a vote of a seat that was not asked": (
        lambda: [
            delete(circular_seats).where(circular_seats.c.seat_id.in_(select(CircularVote.seat_id).where(votes_on(4))))
        ],
        circulars.votes_are_in_time,
        {Fault.CONTRADICTORY: 8},
    ),
    "a decision with another wording": (
        lambda: [update(Decision).where(Decision.text == "Isi Edaran 0.").values(text="Lain")],
        circulars.decisions_say_what_was_voted,
        {Fault.CONTRADICTORY: 1},
    ),
    "a decision without the votes": (
        lambda: [delete(DecisionVote)],
        circulars.decisions_say_what_was_voted,
        {Fault.CONTRADICTORY: 2},
    ),
}


def test_faults_in_circulars_are_found(sample):
    assert check() == []
    states = db.session.scalars(select(Circular.state).order_by(Circular.code)).all()
    assert [one.value for one in states] == ["adopted"] * 2 + ["lapsed"] * 6
    assert misjudged(PLANTED) == {}


def test_values_tell_what_became_of_circulars(sample):
    kept, (circular, _title) = values(), sample.circulars[0]
    assert kept[f"circular:{circular}"] == "circulated"
    assert [kept[f"vote:{circular} {one.email}"] for one in sample.members] == list(VOTES[0])


@pytest.mark.parametrize("by_vote", [False, True])
@pytest.mark.parametrize("share", [0, 50, 75, 100])
def test_the_model_agrees_with_the_rules_on_every_vote_of_four_seats(share, by_vote):
    sectors = ("government", "government", "private", "government")
    for choices in product([None, *Choice], repeat=len(sectors)):
        seats = list(zip(sectors, choices, strict=True))
        voted = Voted([(sector, choice.value if choice else None) for sector, choice in seats])
        quorum = quorum_of_votes([SeatVote(*one) for one in seats], share=share, required=["private"])
        given = [choice for choice in choices if choice]
        found = outcome(given, quorum_met=quorum.is_met, by_vote=by_vote)
        assert voted.adopts(share=share, required=["private"], by_vote=by_vote) == (found is Outcome.ADOPTED)
