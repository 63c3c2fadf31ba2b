"""Decisions that a forum takes between its sessions: read by all who may read the forum, and never changed."""

from itertools import product

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.circles.models import Classification
from app.clock import today
from app.database import db
from app.errors import RuleViolation
from commitments.registry.models import Commitment
from forums.attendance.rules import Place, quorum
from forums.decisions.actions import Wording, record_between_sessions
from forums.decisions.models import Decision, decision_commitments
from forums.decisions.policies import change_decision, read_decision
from forums.decisions.queries import Filters, decision_for_detail, found
from forums.decisions.rules import PartyVote, VoteChoice
from forums.scheduling.models import DecisionRule
from forums.scheduling.policies import read_forum
from tests.factories import AdministratorFactory, CommitmentFactory, LeadershipFactory, PersonFactory
from tests.factories.forums import NEXT
from tests.forums.room import room

TEXT = "Jadwal pemeliharaan sensor disetujui."
INSIDE = ("coordinator", "chair", "facilitator", "taker", "member", "partner", "observer", "leader")
PEOPLE = (*INSIDE, "stranger", "admin")


@pytest.fixture
def it(app, clock):
    made = room()
    clock.move_to(NEXT)
    made.leader, made.stranger, made.admin = LeadershipFactory(), PersonFactory(), AdministratorFactory()
    return made


def answered(*came):
    """Return a quorum of a government and two private seats, of which some answered."""
    sectors = ("government", "private", "private")
    return quorum([Place(sector, taken) for sector, taken in zip(sectors, came, strict=True)], share=50, required=())


def decided(it, *votes, how=DecisionRule.VOTE, came=(True, True, False), **wording):
    made = record_between_sessions(
        it.forum,
        Wording(text=TEXT, how=how, votes=votes, **wording),
        quorum=answered(*came),
        by=it.coordinator,
        at=NEXT,
    )
    db.session.commit()
    return decision_for_detail(made.id)


def vote(it, who, choice, dissent=""):
    return PartyVote(it.participants[who].seat_id, choice, dissent)


def test_the_votes_of_seats_are_counted_and_kept_with_the_words_of_who_objected(it):
    decision = decided(it, vote(it, "chair", VoteChoice.FOR), vote(it, "partner", VoteChoice.AGAINST, "Terlalu cepat."))
    assert (decision.code, decision.session_id, decision.forum_id) == ("KEP-2026-001", None, it.forum.id)
    assert (decision.votes_for, decision.votes_against, decision.abstentions) == (1, 1, 0)
    assert [(one.choice, one.dissent) for one in decision.votes_in_order] == [
        (VoteChoice.FOR, ""),
        (VoteChoice.AGAINST, "Terlalu cepat."),
    ]
    assert (decision.quorum_met, decision.quorum["taken"], decision.quorum["seats"]) == (True, 2, 3)
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "decision.taken_between_sessions")).one()
    assert (row.subject_id, row.circle_id) == (decision.id, it.forum.circle_id)


def test_votes_by_consensus_are_kept_without_numbers(it):
    decision = decided(it, vote(it, "chair", VoteChoice.FOR), how=DecisionRule.CONSENSUS)
    assert (decision.votes_for, len(decision.votes)) == (None, 1)


@pytest.mark.parametrize("fault", ["stranger", "objects", "many"])
def test_votes_that_cannot_be_are_refused(it, fault):
    votes = {
        "stranger": [PartyVote(it.forum.id, VoteChoice.FOR)],
        "objects": [vote(it, "chair", VoteChoice.FOR, "Terlalu cepat.")],
        "many": [vote(it, "chair", VoteChoice.FOR)],
    }
    with pytest.raises(RuleViolation):
        decided(it, *votes[fault], came=(fault != "many", False, False))


@pytest.mark.parametrize("classification, who", [*product(Classification, PEOPLE)])
def test_readers_of_the_forum_read_it_and_nobody_changes_it(it, classification, who):
    decision = decided(it, vote(it, "chair", VoteChoice.FOR))
    it.forum.circle.classification = classification
    db.session.commit()
    person = getattr(it, who)
    reads = read_forum(person, it.forum)
    assert read_decision(person, decision) is reads
    assert (db.session.scalars(found(person, Filters(), today())).all() == [decision]) is reads
    assert change_decision(person, decision) is False


def test_its_page_register_search_and_api_do_without_a_session(it, as_user, as_program):
    decision = decided(it, vote(it, "chair", VoteChoice.FOR))
    member, program = as_user(it.member), as_program(it.member)
    page = member.get("forums.decisions.show", decision_id=decision.id)
    assert "Sah" in page.words
    assert page.soup.find("a", href=f"/sessions/{it.session.id}") is None
    assert decision.code in member.get(f"/decisions?forum={it.forum.id}").words
    assert "di luar sesi" in member.get("/decisions").words
    assert "Jadwal pemeliharaan sensor disetujui" in member.get("/search?q=pemeliharaan", follow=True).words
    told = program.get(f"/decisions/{decision.id}").json
    assert (told["session"], told["forum"]["slug"]) == (None, it.forum.slug)
    assert [one["id"] for one in program.get("/decisions", forum=it.forum.slug).json["items"]] == [str(decision.id)]
    program.patch(f"/decisions/{decision.id}", {"text": "Lain"}, status=403)
    as_user(it.coordinator).get("forums.versions.reword", decision_id=decision.id, status=403)
    as_user(it.coordinator).post("forums.live.commit", {}, decision_id=decision.id, status=404)


def test_it_becomes_a_commitment_that_names_the_forum_as_its_origin(it, as_user):
    decision = decided(it, vote(it, "chair", VoteChoice.FOR))
    sent = {
        "title": "Memelihara sensor",
        "criteria": "Semua sensor diperiksa",
        "responsible": str(it.member.organisation_id),
        "verifier": str(it.taker.organisation_id),
        "due": "11 Desember 2026",
    }
    as_user(it.coordinator).post("forums.decisions.commit", sent, decision_id=decision.id)
    commitment = db.session.scalars(select(Commitment)).one()
    assert commitment.circle_id == it.forum.circle_id
    chain = as_user(it.member).get("commitments.registry.show", commitment_id=commitment.id).soup.find("ol", "chain")
    assert [link["href"] for link in chain.find_all("a")] == [f"/forums/{it.forum.slug}", f"/decisions/{decision.id}"]


def test_the_origin_of_a_secret_forum_stays_hidden(it, as_user):
    decision = decided(it, vote(it, "chair", VoteChoice.FOR))
    made = CommitmentFactory(responsible=it.stranger.organisation)
    db.session.execute(decision_commitments.insert().values(decision_id=decision.id, commitment_id=made.id))
    it.forum.circle.classification = Classification.SECRET
    db.session.commit()
    page = as_user(it.stranger).get("commitments.registry.show", commitment_id=made.id)
    assert page.soup.find("ol", "chain") is None
    assert db.session.scalars(select(Decision)).one().code not in page.words
