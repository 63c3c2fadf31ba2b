"""Decisions are read with the minutes that tell of them; who was there is for the forum's own people."""

from itertools import product

import pytest
from sqlalchemy import select

from app.circles.models import Classification
from app.clock import today
from app.database import db
from commitments.registry.rules import Visibility
from forums.attendance.models import Attendance, Presence
from forums.decisions.models import Decision, decision_commitments
from forums.decisions.policies import read_decision
from forums.decisions.queries import Filters
from forums.decisions.queries import found as decisions_of
from forums.minutes.models import Minutes, MinutesState
from forums.scheduling.models import DecisionRule
from forums.scheduling.policies import read_names
from forums.scheduling.queries import is_inside
from tests.factories import (
    AdministratorFactory,
    CommitmentFactory,
    CoordinatorFactory,
    LeadershipFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SessionFactory,
)
from tests.factories.forums import NEXT
from tests.forums.room import room

pytestmark = pytest.mark.every_database

TEXT = "Sensor udara dipasang di lima wilayah."
WRITING = {"coordinator", "chair", "facilitator", "taker", "leader"}
PARTIES = WRITING | {"member", "partner", "colleague"}
INSIDE = PARTIES | {"observer", "watcher"}


@pytest.fixture
def it(app, clock):
    """A session that was held and took a decision, and everyone who might want to read it."""
    made = room()
    clock.move_to(NEXT)
    made.hold()
    made.decision = Decision(
        code="KEP-2026-001",
        forum_id=made.forum.id,
        session_id=made.session.id,
        text=TEXT,
        how=DecisionRule.CONSENSUS,
        quorum_met=True,
        decided_at=NEXT,
        recorded_by_id=made.taker.id,
        language="id",
    )
    participant = made.participants["member"]
    came = Attendance(session_id=made.session.id, seat_id=participant.seat_id, participant_id=participant.id)
    came.presence, came.recorded_by_id, came.recorded_at = Presence.PRESENT, made.taker.id, NEXT
    db.session.add_all([made.decision, came])
    db.session.commit()
    watching = OrganisationFactory(name="Pengamat Kota")
    SeatFactory(circle=made.forum.circle, organisation=watching, position=10, observer=True)
    made.watcher = PersonFactory(organisation=watching)
    made.colleague = PersonFactory(organisation=made.member.organisation)
    made.leader, made.stranger, made.administrator = LeadershipFactory(), PersonFactory(), AdministratorFactory()
    made.former = CoordinatorFactory()
    return made


PEOPLE = (*sorted(INSIDE), "former", "stranger", "administrator")


def classified(it, classification, state):
    it.forum.circle.classification = classification
    if state is not None:
        db.session.add(Minutes(session_id=it.session.id, state=state, language="id", begun_at=NEXT))
    db.session.commit()


@pytest.mark.parametrize(
    "state, readers",
    [
        (None, WRITING),
        (MinutesState.DRAFT, WRITING),
        (MinutesState.CIRCULATED, PARTIES),
        (MinutesState.APPROVED, INSIDE),
        (MinutesState.PUBLISHED, INSIDE | {"stranger", "administrator"}),
    ],
)
def test_strangers_read_decisions_of_a_public_forum_once_published_and_members_once_circulated(
    it, as_user, as_program, state, readers
):
    classified(it, Classification.PUBLIC, state)
    for who in PEOPLE:
        if who == "former":
            continue
        person, reads = getattr(it, who), who in readers
        page, program = as_user(person), as_program(person)
        page.get("forums.decisions.show", decision_id=it.decision.id, status=200 if reads else 404)
        program.get(f"/decisions/{it.decision.id}", status=200 if reads else 404)
        assert (TEXT in page.get("forums.decisions.index").words) is reads, who
        assert (TEXT in page.get("forums.sessions.show", session_id=it.session.id).words) is reads, who
        assert (TEXT in page.get("/search?q=sensor", follow=True).words) is reads, who
        assert bool(program.get("/decisions").json["items"]) is reads, who
        live = 200 if who in INSIDE else 403
        assert (TEXT in page.get("forums.live.show", session_id=it.session.id, status=live).words) is (
            reads and live == 200
        ), who


@pytest.mark.parametrize("classification, state", [*product(Classification, [None, *MinutesState])])
def test_the_policy_and_the_database_say_the_same(it, classification, state):
    classified(it, classification, state)
    for who in PEOPLE:
        person = getattr(it, who)
        found = db.session.scalars(decisions_of(person, Filters(), today())).all()
        assert (found == [it.decision]) is read_decision(person, it.decision), who
        if read_names.hidden_unless(person, it.session):
            assert is_inside(person, it.forum.id) is read_names(person, it.session), who


def test_the_presider_and_the_minute_taker_read_the_decisions_of_their_session(it):
    it.session.presider, it.session.minute_taker = it.colleague, it.former
    for person in (it.colleague, it.former):
        assert read_decision(person, it.decision)
        assert db.session.scalars(decisions_of(person, Filters(), today())).all() == [it.decision]


def test_a_commitment_tells_the_decision_only_to_those_who_may_read_it(it, as_user):
    made = CommitmentFactory(circle=it.forum.circle, responsible=it.member.organisation)
    made.visibility = Visibility.PUBLIC
    db.session.execute(decision_commitments.insert().values(decision_id=it.decision.id, commitment_id=made.id))
    classified(it, Classification.PUBLIC, MinutesState.CIRCULATED)
    address = f"/decisions/{it.decision.id}"
    for who, reads in (("member", True), ("observer", False), ("stranger", False)):
        page = as_user(getattr(it, who)).get("commitments.registry.show", commitment_id=made.id)
        assert it.decision.code in page.words
        assert (TEXT in page.words) is reads, who
        assert bool(page.soup.find("a", href=address)) is reads, who


def test_names_of_those_present_never_leave_the_forum(it, as_user, as_program):
    classified(it, Classification.PUBLIC, MinutesState.PUBLISHED)
    names = [getattr(it, who).name for who in ("chair", "taker", "member", "partner", "observer")]
    stranger, program = as_user(it.stranger), as_program(it.stranger)
    session = {"session_id": it.session.id}
    for endpoint in ("forums.attendance.show", "forums.sessions.show", "forums.attendance.banner_part"):
        page = stranger.get(endpoint, **session)
        assert not [name for name in names if name in page.words], endpoint
    page = stranger.get("forums.attendance.show", **session)
    assert "Pemerintah" in page.words
    for endpoint in ("forums.live.show", "forums.live.agenda_part", "forums.live.notes_part"):
        stranger.get(endpoint, **session, status=403)
    for endpoint in ("forums.papers.attendance_list", "forums.papers.sheet_to_sign"):
        stranger.get(endpoint, **session, status=403)
    answer = program.get(f"/sessions/{it.session.id}/attendance").json
    assert answer["rows"] == []
    assert answer["quorum"]["taken"] == 1
    told = program.get(f"/sessions/{it.session.id}").json
    assert (told["presider"], told["minute_taker"]) == (None, None)
    assert program.get(f"/decisions/{it.decision.id}").json["recorded_by"] is None
    assert as_user(it.member).get("forums.attendance.show", **session).words.count(it.partner.name) == 1
    assert as_program(it.member).get(f"/sessions/{it.session.id}").json["presider"]["name"] == it.chair.name


def test_a_stranger_reads_the_position_of_the_presider(it, as_user):
    classified(it, Classification.PUBLIC, None)
    it.chair.position = "Kepala BLUD"
    words = as_user(it.stranger).get("forums.sessions.show", session_id=it.session.id).words
    assert "Kepala BLUD, BLUD Jakarta Smart City" in words


def test_lists_of_decisions_and_sessions_cost_strangers_the_same_queries(it, as_program, queries):
    classified(it, Classification.PUBLIC, MinutesState.PUBLISHED)
    program = as_program(it.stranger)

    def cost(path):
        with queries(at_most=9) as seen:
            program.get(path)
        return len(seen)

    few = cost("/decisions"), cost("/sessions")
    for number in range(2, 5):
        other = SessionFactory(forum__circle__classification=Classification.PUBLIC, presider=it.chair)
        decision = Decision(code=f"KEP-2026-00{number}", session=other, text=TEXT, quorum_met=True)
        decision.forum_id = other.forum_id
        decision.how, decision.decided_at = DecisionRule.CONSENSUS, NEXT
        decision.recorded_by_id, decision.language = it.taker.id, "id"
        minutes = Minutes(session_id=other.id, state=MinutesState.PUBLISHED, language="id", begun_at=NEXT)
        db.session.add_all([decision, minutes])
    db.session.commit()
    assert len(db.session.scalars(select(Decision)).all()) == 4
    assert (cost("/decisions"), cost("/sessions")) == few
