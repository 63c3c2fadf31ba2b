"""The digest of an organisation has the decisions that concern it and that all its people may read."""

import io
import itertools
import json
import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pypdf
import pytest
from sqlalchemy import select

from app.circles.models import Classification, Seat
from app.clock import today
from app.database import db
from forums.decisions.models import Decision, decision_commitments
from forums.decisions.policies import read_decision
from forums.decisions.queries import decision_for_detail
from forums.minutes.models import Minutes, MinutesState
from forums.redaction.models import Redaction, RedactionState, Withholding
from forums.scheduling.models import DecisionRule, ForumRole, SessionState
from insights.digests import actions, documents
from insights.digests.content import gather
from insights.digests.models import Digest
from insights.digests.rules import read_period
from tests.factories import (
    CircleFactory,
    CommitmentFactory,
    CoordinatorFactory,
    ForumFactory,
    LeadershipFactory,
    OrganisationFactory,
    ParticipantFactory,
    PersonFactory,
    SeatFactory,
    SessionFactory,
)

pytestmark = pytest.mark.every_database

D = "insights.digests"
JAKARTA = ZoneInfo("Asia/Jakarta")
NOVEMBER = read_period("monthly", "2026-11")
TAKEN = datetime(2026, 11, 5, 3, tzinfo=UTC)
STATES = list(MinutesState)
REACHED = {
    MinutesState.CIRCULATED: "circulated_at",
    MinutesState.APPROVED: "approved_at",
    MinutesState.PUBLISHED: "published_at",
}
NUMBERS = itertools.count(1)


@pytest.fixture(autouse=True)
def still(app, clock):
    """The time is fixed at Tuesday, 24 November 2026."""


def decided(forum, text="Disepakati.", *, session=None, at=TAKEN, followed_by=None):
    """Return a decision of a forum, by default taken between its sessions."""
    made = Decision(code=f"KEP-2026-{next(NUMBERS):03d}", text=text, language="id", forum=forum, session=session)
    made.how, made.quorum_met, made.decided_at = DecisionRule.CONSENSUS, True, at
    made.recorded_by = CoordinatorFactory()
    db.session.add(made)
    db.session.flush()
    if followed_by:
        commitment = CommitmentFactory(circle=forum.circle, responsible=followed_by, proposed_at=at)
        link = {"decision_id": made.id, "commitment_id": commitment.id}
        db.session.execute(decision_commitments.insert().values(link))
    db.session.commit()
    return made


def held(forum, state=MinutesState.CIRCULATED, at=TAKEN):
    """Return a session of a forum whose minutes are in a state since an instant."""
    session = SessionFactory(forum=forum, state=SessionState.HELD, starts_at=TAKEN - timedelta(hours=1))
    minutes = Minutes(session=session, language="id", begun_at=TAKEN)
    db.session.add(minutes)
    for step in STATES[1 : STATES.index(state) + 1]:
        reach(minutes, step, at)
    db.session.commit()
    return session


def reach(minutes, state, at):
    """Let minutes reach a state."""
    minutes.state = state
    setattr(minutes, REACHED[state], at)


class Office:
    """An organisation with a seat in a forum, and one commitment in a public forum in which it has none."""

    def __init__(self):
        self.member, self.coordinator, self.leader = PersonFactory(), CoordinatorFactory(), LeadershipFactory()
        self.organisation = self.member.organisation
        self.own = ForumFactory(name="Forum Sendiri")
        SeatFactory(circle=self.own.circle, organisation=self.organisation)
        self.public = ForumFactory(name="Forum Terbuka", circle__classification=Classification.PUBLIC)

    def digest(self) -> Digest:
        """Release the digest of November."""
        at = datetime(2026, 11, 24, 2, tzinfo=UTC)
        digest = actions.draft(NOVEMBER, about=self.organisation, by=self.coordinator, at=at)
        actions.release(digest, by=self.coordinator, at=at)
        db.session.commit()
        return digest


def texts(digest):
    """Return the decisions of a digest by their words."""
    return [row["text"] for row in digest.snapshot.content["decisions"]]


def test_a_digest_of_an_organisation_tells_decisions_where_it_sits_and_what_its_commitments_follow(as_user, as_program):
    it = Office()
    first = decided(it.own, "Data dibagi.", session=held(it.own))
    decided(it.own, "Diputus tanpa sidang.")
    decided(it.own, "Bulan lalu.", at=datetime(2026, 10, 30, 3, tzinfo=UTC))
    published = held(it.public, MinutesState.PUBLISHED)
    decided(it.public, "Diikuti.", session=published, followed_by=it.organisation)
    decided(it.public, "Tidak diikuti.", session=published)
    decided(it.public, "Diikuti orang lain.", session=published, followed_by=OrganisationFactory())
    internal = ForumFactory()
    decided(internal, "Diikuti di forum asing.", followed_by=it.organisation)
    digest = it.digest()
    assert texts(digest) == ["Data dibagi.", "Diputus tanpa sidang.", "Diikuti."]
    rows = digest.snapshot.content["decisions"]
    assert {row["forum"] for row in rows} == {"Forum Sendiri", "Forum Terbuka"}
    page = as_user(it.member).get(f"{D}.show", digest_id=digest.id)
    links = [link["href"] for link in page.soup.select("section[aria-labelledby=decisions] a")]
    assert len(links) == len(rows)
    for person in (it.member, it.leader, PersonFactory(organisation=it.organisation)):
        for link in links:
            as_user(person).get(link)
    assert "Dari forum yang diikuti instansi ini" in page.words
    assert as_program(it.member).get(f"/digests/{digest.id}").json["snapshot"]["decisions"] == rows
    with as_user(it.member).get(f"{D}.download", digest_id=digest.id) as sent:
        paper = pypdf.PdfReader(io.BytesIO(sent.data))
        told = " ".join(one.extract_text() for one in paper.pages)
    assert first.code in told
    assert "Diikuti orang lain" not in told
    assert "Dari forum yang diikuti instansi ini" in " ".join(told.split())
    english = documents.pdf(actions.revise(digest, reason="Bahasa", by=it.coordinator, at=TAKEN))
    assert english.startswith(b"%PDF")


@pytest.mark.parametrize(
    "state, observes, told",
    [
        (MinutesState.DRAFT, False, False),
        (MinutesState.CIRCULATED, False, True),
        (MinutesState.CIRCULATED, True, False),
        (MinutesState.APPROVED, True, True),
    ],
)
def test_what_minutes_do_not_tell_its_people_yet_is_left_out(state, observes, told):
    it = Office()
    forum = ForumFactory()
    SeatFactory(circle=forum.circle, organisation=it.organisation, observer=observes)
    decided(forum, session=held(forum, state))
    assert texts(it.digest()) == ["Disepakati."] * told


def test_an_observer_in_a_voting_seat_reads_approved_minutes_alone():
    it = Office()
    decided(it.own, session=held(it.own))
    ParticipantFactory(forum=it.own, person=it.member, role=ForumRole.OBSERVER)
    assert texts(it.digest()) == []


@pytest.mark.parametrize("level", [Classification.RESTRICTED, Classification.SECRET])
def test_closed_forums_are_not_told(level):
    it = Office()
    forum = ForumFactory(circle=CircleFactory(classification=level))
    SeatFactory(circle=forum.circle, organisation=it.organisation)
    decided(forum, followed_by=it.organisation)
    held(it.own)
    content = it.digest().snapshot.content
    assert content["decisions"] == []
    assert "Disepakati" not in json.dumps(content)


def test_a_digest_of_decisions_alone_is_not_empty():
    it = Office()
    decided(it.own)
    assert not it.digest().snapshot.is_empty


def test_a_snapshot_before_decisions_of_organisations_is_shown_as_it_was(as_user):
    it = Office()
    decided(it.own)
    CommitmentFactory(circle=it.own.circle, responsible=it.organisation)
    digest = it.digest()
    content = json.loads(json.dumps(digest.snapshot.content))
    content["decisions"], content["schema"] = [], 3
    digest.snapshot.content = content
    db.session.commit()
    words = as_user(it.member).get(f"{D}.show", digest_id=digest.id).words
    assert "Dari forum yang diikuti" not in words
    assert documents.pdf(digest) == documents.pdf(digest)
    forum = actions.draft(NOVEMBER, about=it.own, by=it.coordinator, at=datetime(2026, 11, 24, 2, tzinfo=UTC))
    content = json.loads(json.dumps(forum.snapshot.content))
    del content["decisions"][0]["id"]
    forum.snapshot.content = content | {"schema": 3}
    db.session.commit()
    page = as_user(it.coordinator).get(f"{D}.show", digest_id=forum.id)
    assert page.soup.select("section[aria-labelledby=decisions] li")
    assert not page.soup.select("section[aria-labelledby=decisions] a")


class Chance:
    """Forums of every classification, with what an organisation has to do with them, drawn from `seed`."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.organisation = OrganisationFactory()
        self.people = [PersonFactory(organisation=self.organisation) for _ in range(3)]
        self.minutes = []
        for level in [*Classification, Classification.PUBLIC, Classification.INTERNAL] * 2:
            self.found(ForumFactory(circle=CircleFactory(classification=level)))
        db.session.commit()

    def found(self, forum):
        """Let a forum have sessions with decisions."""
        place = self.dice.choice(["none", "seat", "observes", "watches", "left"])
        if place in {"seat", "observes", "watches"}:
            seat = SeatFactory(circle=forum.circle, organisation=self.organisation, observer=place == "observes")
        if place == "watches":
            ParticipantFactory(forum=forum, person=self.people[0], seat=seat, role=ForumRole.OBSERVER)
        if place == "left":
            seat = SeatFactory(circle=forum.circle, organisation=self.organisation)
            seat.until = today() - timedelta(days=3)
        for number in range(4):
            at = TAKEN + timedelta(days=self.dice.choice([-8, 0, 3]), minutes=number)
            session = self.dice.choice([None, held(forum, MinutesState.DRAFT)])
            made = decided(forum, session=session, at=at, followed_by=self.dice.choice([None, self.organisation]))
            if session is None:
                continue
            minutes = db.session.scalars(select(Minutes).where(Minutes.session_id == session.id)).one()
            self.minutes.append(minutes)
            if self.dice.random() < 0.3:
                state = self.dice.choice([RedactionState.IN_FORCE, RedactionState.DRAFT])
                closed = Redaction(minutes=minutes, state=state, begun_at=TAKEN, marked_by=self.people[0])
                closed.withholdings = [Withholding(position=0, sentences=[0], instead="-", decision_id=made.id)]
                db.session.add(closed)

    def go_on(self, at):
        """Let some minutes reach their next state."""
        for minutes in self.dice.sample(self.minutes, len(self.minutes) // 2):
            if minutes.state is not MinutesState.PUBLISHED:
                reach(minutes, STATES[STATES.index(minutes.state) + 1], at)
        db.session.commit()

    def slowly(self):
        """Return the codes of the decisions of November that concern the organisation and that its people read."""
        found = set()
        for decision_id in db.session.scalars(select(Decision.id)):
            one = decision_for_detail(decision_id)
            circle = one.forum.circle
            seats = [seat for seat in db.session.scalars(select(Seat)) if seat.circle_id == circle.id]
            own = any(seat.organisation_id == self.organisation.id and seat.is_taken_on(today()) for seat in seats)
            followed = any(made.responsible_id == self.organisation.id for made in one.commitments)
            open_to_all = circle.classification in {Classification.PUBLIC, Classification.INTERNAL}
            in_time = datetime(2026, 10, 31, 17, tzinfo=UTC) <= one.decided_at
            concerns_it = in_time and open_to_all and (own or followed)
            if concerns_it and all(read_decision(person, one) for person in self.people):
                found.add(one.code)
        return found


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_told_is_what_concerns_it_and_the_policy_lets_all_its_people_read(clock, seed):
    it = Chance(seed)
    said = {}
    for day in (25, 26, 27, 28):
        clock.move_to(datetime(2026, 11, day, 2, tzinfo=UTC))
        it.go_on(datetime(2026, 11, day, 2, tzinfo=UTC))
        at = datetime(2026, 11, day, 3, tzinfo=UTC)
        said[at] = told(it, at)
        assert {row["code"] for row in said[at]} == it.slowly()
    assert len({len(rows) for rows in said.values()}) > 1, "they are not always the same"
    clock.shift(timedelta(days=20))
    for at, rows in said.items():
        assert told(it, at) == rows, "a digest made later tells the same"


def told(it, at):
    """Return the decisions of a digest of the organisation that is made of the record at a moment."""
    made = gather(NOVEMBER, about=it.organisation, classification=Classification.INTERNAL, now=at, zone=JAKARTA)
    return made["decisions"]
