"""A digest is classified at least as high as what it tells, and read by those who may know of that."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.audit.models import AuditRow
from app.circles.models import Classification
from app.database import db
from app.mail.outbox.models import Mail
from commitments.registry.rules import Delivery, Visibility
from forums.scheduling.models import SessionState
from insights.digests import actions, policies, queries
from insights.digests.jobs import send_released
from insights.digests.models import Digest, DigestState
from insights.digests.rules import read_period
from tests.factories import (
    CommitmentFactory,
    CoordinatorFactory,
    ForumFactory,
    LeadershipFactory,
    ParticipantFactory,
    PersonFactory,
    SeatFactory,
    SessionFactory,
)

pytestmark = pytest.mark.every_database

D = "insights.digests"
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
NOVEMBER = read_period("monthly", "2026-11")
QUESTION = actions.Ask(title="Lanjut?", why="Habis", options=["Ya", "Tidak"], by=date(2026, 12, 9))


def held():
    """Create a session that was held in November, so that there is something to report."""
    SessionFactory(state=SessionState.HELD, starts_at=datetime(2026, 11, 4, 2, tzinfo=UTC))


@pytest.fixture(autouse=True)
def still(app, clock):
    """The time is fixed at Tuesday, 24 November 2026."""


class Forum:
    """A forum of some classification with a participant, a colleague of theirs, and a late commitment."""

    def __init__(self, classification):
        self.forum = ForumFactory(name="Forum Tertutup", slug="forum-tertutup", circle__classification=classification)
        self.named = PersonFactory()
        ParticipantFactory(forum=self.forum, person=self.named)
        self.colleague = PersonFactory(organisation=self.named.organisation)
        self.coordinator, self.chair = CoordinatorFactory(), CoordinatorFactory()
        ParticipantFactory(forum=self.forum, person=self.chair)
        self.leader, self.stranger = LeadershipFactory(), PersonFactory()
        CommitmentFactory(
            title="Rahasia dapur", circle=self.forum.circle, delivery=Delivery.IN_PROGRESS, first_due=date(2026, 11, 4)
        )

    @property
    def people(self):
        """Everyone, by what they are."""
        return {name: one for name, one in vars(self).items() if isinstance(one, Person)}

    def digest(self, *, released=True):
        """Make a digest of the forum."""
        digest = actions.draft(NOVEMBER, about=self.forum, by=self.chair, at=NOW)
        actions.ask(digest, QUESTION, by=self.chair, at=NOW)
        if released:
            actions.release(digest, by=self.chair, at=NOW)
        db.session.commit()
        return digest


READERS = {
    Classification.PUBLIC: {"coordinator", "chair", "leader"},
    Classification.INTERNAL: {"coordinator", "chair", "leader"},
    Classification.RESTRICTED: {"coordinator", "chair", "named", "colleague"},
    Classification.SECRET: {"chair", "named"},
}


@pytest.mark.parametrize("classification", Classification)
def test_a_forums_digest_is_read_by_those_who_may_know_what_it_tells(as_user, as_program, classification):
    it = Forum(classification)
    digest = it.digest()
    higher = {Classification.RESTRICTED, Classification.SECRET}
    assert digest.classification is (classification if classification in higher else Classification.INTERNAL)
    assert digest.snapshot.content["worst"][0]["title"] == "Rahasia dapur"
    for name, person in it.people.items():
        reads = name in READERS[classification]
        status = 200 if reads else 404
        as_user(person).get(f"{D}.show", digest_id=digest.id, status=status)
        as_user(person).get(f"{D}.download", digest_id=digest.id, status=status)
        assert (digest.code in as_user(person).get(f"{D}.index").words) == reads, name
        assert len(as_program(person).get("/digests").json["items"]) == reads, name
        as_program(person).get(f"/digests/{digest.id}", status=status)
        if not reads:
            as_user(person).post(f"{D}.revise", {"reason": "x"}, digest_id=digest.id, status=404)
            as_user(person).post(f"{D}.answer", {"answer": "Ya"}, digest_id=digest.id, number=1, status=404)
            assert "forum-tertutup" not in as_user(person).get("/").words


@pytest.mark.parametrize("classification", Classification)
def test_a_draft_is_for_coordinators_who_may_read_it(as_user, classification):
    it = Forum(classification)
    digest = it.digest(released=False)
    for name, person in it.people.items():
        reads = name in READERS[classification] & {"coordinator", "chair"}
        as_user(person).get(f"{D}.show", digest_id=digest.id, status=200 if reads else 404)


@pytest.mark.parametrize(
    "classification, mailed",
    [
        (Classification.INTERNAL, {"leader"}),
        (Classification.RESTRICTED, {"named", "chair"}),
        (Classification.SECRET, {"named", "chair"}),
    ],
)
def test_it_is_mailed_to_leadership_or_to_the_closed_forums_people(smtp_sink, classification, mailed):
    it = Forum(classification)
    it.digest()
    send_released()
    told = set(db.session.scalars(select(Mail.recipient).where(Mail.kind.contains("digest_released"))))
    assert told == {it.people[name].email for name in mailed}


def test_an_answer_to_a_secret_digest_reaches_no_coordinator_outside(smtp_sink):
    it = Forum(Classification.SECRET)
    digest = it.digest()
    actions.answer(digest, actions.Reply(option=1), number=1, by=it.named, at=NOW)
    db.session.commit()
    told = set(db.session.scalars(select(Mail.recipient).where(Mail.kind.contains("digest_answered"))))
    assert told == {it.chair.email}


def test_a_forum_that_became_secret_takes_its_digests_with_it(as_user):
    it = Forum(Classification.INTERNAL)
    digest = it.digest()
    as_user(it.leader).get(f"{D}.show", digest_id=digest.id)
    it.forum.circle.classification = Classification.SECRET
    db.session.commit()
    for name, person in it.people.items():
        status = 200 if name in READERS[Classification.SECRET] else 404
        as_user(person).get(f"{D}.show", digest_id=digest.id, status=status)


def test_a_revision_is_classified_as_the_edition_before():
    it = Forum(Classification.SECRET)
    revised = actions.revise(it.digest(), reason="Angka", by=it.chair, at=NOW)
    assert (revised.classification, revised.circle_id) == (Classification.SECRET, it.forum.circle_id)


def test_its_acts_belong_to_the_forums_circle():
    it = Forum(Classification.SECRET)
    it.digest()
    of_digest = AuditRow.action.contains("digest.") | AuditRow.action.contains("snapshot.")
    rows = db.session.scalars(select(AuditRow).where(of_digest)).all()
    assert {row.action for row in rows} >= {"snapshot.taken", "digest.drafted", "digest.asked", "digest.released"}
    assert {row.circle_id for row in rows} == {it.forum.circle_id}


def test_a_digest_of_everything_is_internal_and_tells_nothing_higher():
    for classification in (Classification.RESTRICTED, Classification.SECRET):
        forum = ForumFactory(name="Tertutup", circle__classification=classification)
        CommitmentFactory(title="Tertutup", circle=forum.circle, delivery=Delivery.IN_PROGRESS)
        SessionFactory(forum=forum)
    held()
    digest = actions.draft(NOVEMBER, about=None, by=CoordinatorFactory(), at=NOW)
    assert digest.classification is Classification.INTERNAL
    assert digest.circle_id is None
    assert "Tertutup" not in json.dumps(digest.snapshot.content)
    assert digest.snapshot.content["figures"]["open"] == 0


def test_members_of_a_closed_forum_read_nothing_that_is_its_parties_alone():
    it = Forum(Classification.RESTRICTED)
    CommitmentFactory(
        title="Antarpihak", circle=it.forum.circle, delivery=Delivery.IN_PROGRESS, visibility=Visibility.PARTIES
    )
    assert "Antarpihak" not in json.dumps(it.digest().snapshot.content)


def test_the_list_and_the_policy_agree_for_everyone():
    """Whatever the classification of a digest, of its forum by now, and its state."""
    roles = ({}, {"is_coordinator": True}, {"is_leadership": True}, {"is_administrator": True})
    levels = [*product(Classification, [*Classification, None], (DigestState.DRAFT, DigestState.RELEASED))]
    people = [PersonFactory(**role) for role in roles for _place in range(3)]
    held()
    first = actions.draft(NOVEMBER, about=None, by=people[0], at=NOW)
    for number, (level, of_circle, state) in enumerate(levels):
        forum = ForumFactory(circle__classification=of_circle) if of_circle else None
        for place, person in enumerate(people if forum else ()):
            if place % 3 == 1:
                SeatFactory(circle=forum.circle, organisation=person.organisation)
            elif place % 3 == 2:
                ParticipantFactory(forum=forum, person=person)
        db.session.add(
            Digest(
                code=f"D{number}",
                snapshot_id=first.snapshot_id,
                circle_id=forum.circle_id if forum else None,
                classification=level,
                state=state,
                language="id",
                created_at=NOW - timedelta(days=1),
            )
        )
    db.session.commit()
    digests = db.session.scalars(select(Digest)).all()
    for person in people:
        listed = set(db.session.scalars(select(Digest.id).where(queries.readable(person, date(2026, 11, 24)))))
        assert listed == {one.id for one in digests if policies.read_digest(person, one)}, person.roles


@pytest.mark.one_database
def test_the_command_makes_a_secret_forums_digest_secret(app, tmp_path):
    it = Forum(Classification.SECRET)
    arguments = ["digests", "build", "--kind", "monthly", "--period", "2026-11", "--forum", "forum-tertutup", "--out"]
    made = [tmp_path / name for name in ("a.pdf", "b.pdf")]
    for file in made:
        run = app.test_cli_runner().invoke(args=[*arguments, str(file)])
        assert run.exit_code == 0, run.output
    assert made[0].read_bytes() == made[1].read_bytes()
    digest = db.session.scalars(select(Digest)).one()
    assert (digest.classification, digest.circle_id) == (Classification.SECRET, it.forum.circle_id)
