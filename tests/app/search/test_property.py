"""The index and the queries against a slow scan: any history of changes, for any reader and any words."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from agreements.clauses import policies as clauses
from agreements.clauses.models import Clause, Obligation, Right
from agreements.clauses.queries import clause_with_agreement, obligation_with_agreement, right_with_agreement
from agreements.documents.models import Document
from agreements.documents.policies import read_document
from agreements.documents.queries import for_download
from agreements.parties.queries import for_change as party_of
from agreements.registry.models import Agreement, Party
from agreements.registry.policies import read_agreement, sees_side
from agreements.registry.queries import for_detail as agreement_of
from agreements.registry.rules import Stage
from alignment.barriers.models import Barrier
from alignment.barriers.policies import read_barrier
from alignment.barriers.queries import for_act as barrier_for_act
from alignment.goals.models import GoalInterest, GoalVersion, SharedGoal
from alignment.goals.policies import read_goal
from alignment.regulations.models import Regulation, Revision
from alignment.regulations.policies import read_regulation, read_revision
from alignment.regulations.rules import Level, RevisionStage
from alignment.services.models import DataExchange, RoadmapStep, Service
from alignment.services.policies import read_exchange, read_service, read_step
from alignment.services.queries import exchange_for_act, step_for_act
from app.accounts.models import Person
from app.accounts.people.policies import read_person
from app.circles.models import Circle, Classification, NamedPerson, Seat
from app.clock import today
from app.database import db
from app.organisations.models import Organisation, Sector
from app.organisations.policies import read_organisation
from app.search import index, sources
from app.search.views import search
from app.search.words import Wanted, finds
from commitments.delivery.models import Act, Evidence, Update
from commitments.delivery.policies import read_evidence
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment
from commitments.registry.rules import Delivery, Visibility
from forums.scheduling.models import Forum, Participant, Session, SessionState
from forums.scheduling.policies import read_forum, read_session
from tests.factories import (
    AgreementFactory,
    BarrierFactory,
    ClauseFactory,
    CommitmentFactory,
    DocumentFactory,
    ForumFactory,
    InterestFactory,
    ObligationFactory,
    OrganisationFactory,
    ParticipantFactory,
    PartyFactory,
    PersonFactory,
    RegulationFactory,
    RightFactory,
    SeatFactory,
    ServiceFactory,
    SessionFactory,
    SharedGoalFactory,
)
from tests.factories.agreements import StoredFileFactory
from tests.factories.base import together

pytestmark = pytest.mark.every_database

WORDS = (
    *("menyerahkan", "penyerahan", "diserahkan", "laporan", "Laporan", "report", "reports", "data", "udara"),
    *("café", "CAFE", "KMT-2026-0041", "12/PKS/2026", "Jakarta’s", "🙂", "dan", "x", "a_b.pdf", "ИНН", "水"),
)
ASKED = (*WORDS, "lap", "repo", "men", "serah", "caf", "kmt", "pks", "2026", "dat", "udara data")
written = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
questions = st.one_of(
    st.sampled_from(ASKED),
    st.tuples(st.sampled_from(ASKED), st.sampled_from(ASKED)).map(" ".join),
    st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(lambda two: f'"{two[0]} {two[1]}"'),
    st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(lambda two: f"“{two[0]}” {two[1]}"),
)


def _of_update(person, update_id):
    return read_commitment(person, db.session.get(Commitment, db.session.get(Update, update_id).commitment_id))


def _of_number(person, party_id):
    party = party_of(party_id)
    return read_agreement(person, party.agreement) and sees_side(person, party.agreement, party)


def _of_interest(person, interest_id):
    return read_goal(person, db.session.get(SharedGoal, db.session.get(GoalInterest, interest_id).goal_id))


def _loaded(model, policy):
    return lambda person, row_id: policy(person, db.session.get(model, row_id))


MAY_READ = {
    Organisation: _loaded(Organisation, read_organisation),
    Person: _loaded(Person, read_person),
    Commitment: _loaded(Commitment, read_commitment),
    Update: _of_update,
    Evidence: _loaded(Evidence, read_evidence),
    Agreement: lambda person, row_id: read_agreement(person, agreement_of(row_id)),
    Party: _of_number,
    Clause: lambda person, row_id: clauses.read_clause(person, clause_with_agreement(row_id)),
    Obligation: lambda person, row_id: clauses.read_obligation(person, obligation_with_agreement(row_id)),
    Right: lambda person, row_id: clauses.read_right(person, right_with_agreement(row_id)),
    Document: lambda person, row_id: read_document(person, for_download(row_id)),
    Forum: _loaded(Forum, read_forum),
    Session: _loaded(Session, read_session),
    Regulation: _loaded(Regulation, read_regulation),
    Revision: _loaded(Revision, read_revision),
    Service: _loaded(Service, read_service),
    DataExchange: lambda person, row_id: read_exchange(person, exchange_for_act(row_id)),
    RoadmapStep: lambda person, row_id: read_step(person, step_for_act(row_id)),
    Barrier: lambda person, row_id: read_barrier(person, barrier_for_act(row_id)),
    SharedGoal: _loaded(SharedGoal, read_goal),
    GoalInterest: _of_interest,
}
"""The policy of the page that shows the text of a row, by model."""


def scanned(person, wanted):
    """Return the kind and id of every object of which a text contains what is wanted and the person may read it."""
    found = set()
    for source in sources.known():
        for row in db.session.execute(source.rows()).all() if source.may(person) else ():
            given = row._asdict()
            title = given["title"] if source.searches_title else ""
            title = f"{title} {given.get('code') or ''} {given.get('names') or ''}"
            text = f"{given.get('about') or ''} {source.text(row) or ''}"
            if finds(wanted, title, text) and MAY_READ[source.model](person, row.id):
                found.add((source.kind.name, given.get("object_id", row.id)))
    return found


class World:
    """Objects of all kinds, and what can happen to them; `draw` chooses."""

    def __init__(self, draw):
        self.draw = draw
        self.steps = sorted(name for name in dir(self) if name.startswith("do_"))
        self.organisations = [OrganisationFactory(name=self.name()).id for _number in range(3)]
        self.people = [
            self.person(is_coordinator=role == "coordinator", is_leadership=role == "leadership")
            for role in ("coordinator", "leadership", "member", "member", "member")
        ]
        self.people.append(self.person(is_administrator=True))
        self.do_forum(), self.do_agreement()

    def text(self):
        return self.draw(written)

    def name(self):
        """Return a name that no other object has."""
        return f"{self.text()} {uuid4().hex[:8]}"

    def one(self, *options):
        return self.draw(st.sampled_from(options))

    def some(self, model):
        """Return one row of a model, or None if it has none."""
        ids = db.session.scalars(select(model.id)).all()
        return db.session.get(model, self.draw(st.sampled_from(sorted(ids, key=str)))) if ids else None

    def person(self, **roles):
        organisation = db.session.get(Organisation, self.one(*self.organisations))
        return PersonFactory(organisation=organisation, name=self.text(), **roles).id

    def circle(self):
        """Return a new circle's classification."""
        return {"circle__classification": self.one(*Classification)}

    def do_organisation_changes(self):
        organisation = self.some(Organisation)
        organisation.name, organisation.sector = self.name(), self.one(*Sector)
        organisation.short_name = self.one("", f"S{uuid4().hex[:6]}")
        organisation.archived_at = self.one(None, datetime(2026, 11, 1, tzinfo=UTC))

    def do_forum(self):
        forum = ForumFactory(name=self.text(), **self.circle())
        person = db.session.get(Person, self.one(*self.people))
        SessionFactory(forum=forum, title=self.text())
        self.one(lambda: ParticipantFactory(forum=forum, person=person), lambda: SeatFactory(circle=forum.circle))()

    def do_forum_changes(self):
        forum = self.some(Forum)
        forum.name = forum.circle.name = self.text()

    def do_session_changes(self):
        session = self.some(Session)
        session.title, session.place, session.state = self.text(), self.text(), self.one(*SessionState)
        session.starts_at += timedelta(days=1)
        session.ends_at += timedelta(days=1)

    def do_participant_leaves(self):
        if participant := self.some(Participant):
            participant.left_at = datetime(2026, 11, 20, tzinfo=UTC)
            query = select(NamedPerson).where(NamedPerson.circle_id == participant.forum.circle_id)
            for named in db.session.scalars(query.where(NamedPerson.person_id == participant.person_id)):
                db.session.delete(named)

    def do_agreement(self):
        agreement = AgreementFactory(
            **self.circle(), title=self.text(), purpose=self.text(), keeper_id=self.one(*self.people)
        )
        sides = [
            PartyFactory(
                agreement=agreement,
                organisation=db.session.get(Organisation, organisation_id),
                position=position,
                reference_number=self.one("", self.text()),
            )
            for position, organisation_id in enumerate(self.organisations[:2], 1)
        ]
        clause = ClauseFactory(agreement=agreement, heading=self.text(), text=self.text())
        both = {"debtor_id": sides[0].id, "verifier_id": sides[1].id}
        ObligationFactory(clause=clause, text=self.text(), criteria=self.text(), **both)
        RightFactory(clause=clause, holder_id=sides[0].id, text=self.text())
        for party_id in (None, sides[1].id):
            file = StoredFileFactory(name=self.text())
            DocumentFactory(agreement=agreement, title=self.text(), party_id=party_id, file_id=file.id)

    def do_agreement_changes(self):
        agreement = self.some(Agreement)
        agreement.title, agreement.purpose, agreement.stage = self.text(), self.text(), self.one(*Stage)
        agreement.expires_on = self.one(None, date(2027, 6, 30))

    def do_party_changes(self):
        party = self.some(Party)
        party.reference_number, party.position = self.one("", self.text()), self.one(1, 2, 3)

    def do_clause_changes(self):
        if clause := self.some(Clause):
            clause.number, clause.text = self.text()[:40], self.text()
            for part in (Obligation, Right):
                for row in db.session.scalars(select(part).where(part.clause_id == clause.id)):
                    row.text = self.text()

    def do_clause_goes(self):
        if clause := self.some(Clause):
            for part in (Obligation, Right):
                for row in db.session.scalars(select(part).where(part.clause_id == clause.id)):
                    db.session.delete(row)
            db.session.flush()
            db.session.delete(clause)

    def do_document_goes(self):
        if document := self.some(Document):
            db.session.delete(document)

    def do_commitment(self):
        responsible, verifier, helper = (
            db.session.get(Organisation, one) for one in self.draw(st.permutations(self.organisations))
        )
        commitment = CommitmentFactory(
            code=f"KMT-2026-{uuid4().hex[:6]}",
            circle=self.some(Circle),
            visibility=self.one(*Visibility),
            title=self.text(),
            criteria=self.text(),
            responsible=responsible,
            verifier=verifier,
            responsible_person_id=self.one(None, *self.people),
            proposed_by_id=self.one(*self.people),
        )
        commitment.contributors = self.one([], [helper])
        db.session.flush()
        self.report(commitment)

    def report(self, commitment):
        by, at = self.people[0], datetime(2026, 11, 21, tzinfo=UTC)
        texts = {"text": self.one("", self.text()), "challenges": self.one("", self.text())}
        update = Update(id=uuid4(), commitment_id=commitment.id, act=Act.PROGRESS, at=at, by_id=by, **texts)
        file, link = self.one((StoredFileFactory(name=self.text()).id, None), (None, "https://data.example/laporan"))
        evidence = Evidence(id=uuid4(), commitment_id=commitment.id, update_id=update.id, file_id=file, link=link)
        db.session.add_all([update, evidence])

    def do_commitment_changes(self):
        if commitment := self.some(Commitment):
            commitment.title, commitment.visibility = self.text(), self.one(*Visibility)
            commitment.delivery, commitment.current_due = self.one(*Delivery), date(2026, 12, self.one(1, 28))
            self.report(commitment)

    def do_commitment_moves(self):
        if commitment := self.some(Commitment):
            commitment.circle = self.some(Circle)

    def do_report_changes(self):
        if update := self.some(Update):
            update.text, update.challenges = self.one("", self.text()), ""

    def do_evidence_goes(self):
        if evidence := self.some(Evidence):
            db.session.delete(evidence)

    def do_regulation(self):
        regulation = RegulationFactory(
            level=self.one(*Level), title=self.text(), subject=self.text(), number=uuid4().hex[:6], issuer=self.text()
        )
        revision = Revision(id=uuid4(), regulation_id=regulation.id, title=self.text(), stage=RevisionStage.PROPOSED)
        revision.created_at, revision.created_by_id = datetime(2026, 11, 21, tzinfo=UTC), self.people[0]
        db.session.add(revision)

    def do_regulation_changes(self):
        if regulation := self.some(Regulation):
            regulation.title, regulation.level, regulation.year = self.text(), self.one(*Level), self.one(2018, 2026)

    def do_service(self):
        owner, giver, receiver = (db.session.get(Organisation, one) for one in self.organisations)
        service = ServiceFactory(name=self.text(), owner=owner)
        sides = {"giver_id": giver.id, "receiver_id": receiver.id, "both_ways": False, "flows": False}
        exchange = DataExchange(id=uuid4(), service_id=service.id, what=self.text(), how_often="harian", **sides)
        step = RoadmapStep(id=uuid4(), service_id=service.id, text=self.text())
        step.begins = step.ends = date(2026, 10, 1)
        db.session.add_all([exchange, step])

    def do_service_changes(self):
        if service := self.some(Service):
            service.name, service.archived_at = self.text(), self.one(None, datetime(2026, 11, 1, tzinfo=UTC))

    def do_barrier(self):
        owner = db.session.get(Organisation, self.one(*self.organisations))
        circle = self.one(None, self.some(Circle))
        BarrierFactory(title=self.text(), text=self.text(), owner=self.one(None, owner), circle=circle)

    def do_barrier_changes(self):
        if barrier := self.some(Barrier):
            barrier.resolved_on, barrier.resolution = self.one((None, ""), (date(2026, 11, 20), self.text()))

    def do_goal(self):
        known = select(SharedGoal.circle_id)
        circle = db.session.scalars(select(Circle).where(Circle.id.not_in(known)).order_by(Circle.name)).first()
        if circle:
            goal = SharedGoalFactory(circle=circle, version=self.text())
            InterestFactory(goal_id=goal.id, organisation_id=self.one(*self.organisations), interest=self.text())

    def do_goal_changes(self):
        if goal := self.some(SharedGoal):
            goal.number += 1
            version = GoalVersion(goal_id=goal.id, number=goal.number, goal=self.text(), by_id=self.people[0])
            version.at = datetime(2026, 11, 21, tzinfo=UTC)
            db.session.add(version)

    def do_circle_is_classified(self):
        self.some(Circle).classification = self.one(*Classification)

    def do_seat_ends(self):
        self.some(Seat).until = date(2026, 11, self.one(23, 24))

    def do_person_moves(self):
        person = self.some(Person)
        person.organisation = self.some(Organisation)
        person.name, person.is_coordinator = self.text(), self.one(True, False)

    def step(self):
        with together():
            getattr(self, self.one(*self.steps))()
        db.session.commit()


@settings(
    max_examples=8,
    phases=(Phase.generate,),  # finding a smaller history would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_results_equal_a_scan_of_what_a_person_may_read(app, database, clock, data):
    db.session.remove()
    database.empty()
    with together():
        world = World(data.draw)
    for _step in range(6):
        world.step()
        people = world.people
        db.session.remove()
        with app.app_context():
            assert index.rebuild() == 0
            for person_id in data.draw(st.lists(st.sampled_from(people), min_size=3, max_size=3, unique=True)):
                person = db.session.get(Person, person_id)
                for question in data.draw(st.lists(questions, min_size=3, max_size=3)):
                    wanted = Wanted.of(question)
                    found = {(one.kind, one.object_id) for one in search(person, wanted, {}).found}
                    assert found == (scanned(person, wanted) if wanted else set()), (question, today())
