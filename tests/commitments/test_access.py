"""Those who may know of its circle read a commitment, as far as its visibility allows; the list agrees."""

from datetime import date
from itertools import product

import pytest
from sqlalchemy import select

from app.circles.actions import name_people
from app.circles.models import Classification
from app.database import db
from app.mail.outbox.models import Mail
from app.organisations.models import Contact, ContactRole
from commitments.delivery.models import Act, Evidence, Update
from commitments.registry.models import Commitment
from commitments.registry.policies import read_commitment
from commitments.registry.queries import circles_to_propose_in, visible_to
from commitments.registry.rules import Delivery, Visibility
from commitments.reminders.jobs import remind
from tests.commitments.test_registry import wish
from tests.factories import (
    AdministratorFactory,
    CircleFactory,
    CommitmentFactory,
    CoordinatorFactory,
    LeadershipFactory,
    NamedPersonFactory,
    PersonFactory,
    SeatFactory,
)

pytestmark = pytest.mark.every_database

SHOW = "commitments.registry.show"
TODAY = date(2026, 11, 24)


@pytest.fixture
def secret(town):
    """The town's circle as a secret one: of its organisations the owner, the verifier and nobody else are named."""
    town.circle.classification = Classification.SECRET
    for person in (town.owner, town.verifier):
        NamedPersonFactory(circle_id=town.circle.id, person_id=person.id)
    town.colleague = PersonFactory(name="Rekan Dinkes", organisation=town.health)
    town.leader = LeadershipFactory(organisation=town.it)
    town.administrator = AdministratorFactory(organisation=town.health)
    town.proposer = CoordinatorFactory()
    town.promised(Delivery.IN_PROGRESS, title="Hal rahasia")
    town.commitment.proposed_by_id = town.proposer.id
    db.session.commit()
    town.hidden_from = (
        town.colleague,
        town.leader,
        town.administrator,
        town.coordinator,
        town.member,
        town.stranger,
    )
    return town


def test_a_secret_commitment_is_read_by_named_people_alone(secret, as_user, as_program):
    commitment = secret.commitment
    for person in (secret.owner, secret.verifier, secret.proposer):
        as_user(person).get(SHOW, commitment_id=commitment.id)
        assert "Hal rahasia" in as_user(person).get("/commitments").words
    for person in secret.hidden_from:
        as_user(person).get(SHOW, commitment_id=commitment.id, status=404)
        as_program(person).get(f"/commitments/{commitment.id}", status=404)
        assert as_program(person).get("/commitments").json["items"] == []
        assert "Hal rahasia" not in as_user(person).get("/commitments").words
        assert commitment.code not in as_user(person).get("/search?q=rahasia").words
    assert commitment.code in as_user(secret.owner).get("/search?q=rahasia").words


def test_a_responsible_person_reads_a_secret_commitment_without_a_place_in_the_circle(secret, as_user):
    secret.commitment.responsible_person_id = secret.colleague.id
    db.session.commit()
    page = as_user(secret.colleague).get(SHOW, commitment_id=secret.commitment.id)
    assert secret.commitment.title in page.words


@pytest.mark.parametrize(
    "act",
    ["report", "accept", "decline", "counter-propose", "block", "extend", "verify", "return", "cancel", "comment"],
)
def test_acts_on_a_secret_commitment_are_not_found_by_those_who_may_not_read_it(secret, as_user, act):
    for person in (secret.colleague, secret.administrator, secret.coordinator):
        as_user(person).post(f"/commitments/{secret.commitment.id}/{act}", {}, status=404)


def test_evidence_of_a_secret_commitment_is_not_found(secret, as_user):
    update = Update(
        commitment_id=secret.commitment.id, act=Act.PROGRESS, by_id=secret.owner.id, at=secret.commitment.proposed_at
    )
    db.session.add(update)
    db.session.flush()
    evidence = Evidence(commitment_id=secret.commitment.id, update_id=update.id, link="https://bukti.example/rahasia")
    db.session.add(evidence)
    db.session.commit()
    for person in secret.hidden_from:
        as_user(person).get("commitments.delivery.evidence", evidence_id=evidence.id, status=404)


def test_nobody_else_proposes_into_a_secret_circle(secret, as_user, as_program):
    where = {"circle_id": secret.circle.id}
    for person in secret.hidden_from:
        as_user(person).get("commitments.registry.propose", status=404, **where)
        as_user(person).post("commitments.registry.propose", {}, status=404, **where)
        as_program(person).post(f"/circles/{secret.circle.id}/commitments", {}, status=404)
        assert secret.circle not in circles_to_propose_in(person, TODAY)
    as_user(secret.owner).get("commitments.registry.propose", **where)
    assert secret.circle in circles_to_propose_in(secret.owner, TODAY)


def test_the_policy_and_the_list_agree_about_every_reader_of_every_commitment(app, clock):
    readers = []
    for classification, visibility in product(Classification, Visibility):
        circle = CircleFactory(classification=classification)
        commitment = CommitmentFactory(circle=circle, visibility=visibility)
        helper = PersonFactory()
        commitment.contributors = [helper.organisation]
        people = [PersonFactory(organisation=one) for one in (commitment.responsible, commitment.verifier)] + [helper]
        seated, named, person = PersonFactory.create_batch(3)
        SeatFactory(circle=circle, organisation=seated.organisation)
        commitment.responsible_person_id = person.id
        for one in (named, people[1]):
            NamedPersonFactory(circle_id=circle.id, person_id=one.id)
        readers += [*people, seated, named, person]
    readers += [CoordinatorFactory(), LeadershipFactory(), AdministratorFactory(), PersonFactory()]
    db.session.commit()
    commitments = db.session.scalars(select(Commitment)).all()
    assert len(commitments) == 12
    for reader in readers:
        listed = set(db.session.scalars(select(Commitment.id).where(visible_to(reader, TODAY))))
        assert listed == {one.id for one in commitments if read_commitment(reader, one)}


def recipients():
    return set(db.session.scalars(select(Mail.recipient)))


def test_mails_about_a_secret_commitment_go_to_named_people_alone(secret, as_user):
    secret.health.secretariat_email = "sekretariat@dinkes.example"
    head = PersonFactory(name="Kepala Dinkes", organisation=secret.health)
    db.session.add(Contact(organisation=secret.health, role=ContactRole.HEAD, person=head))
    secret.commitment.current_due = date(2026, 11, 10)
    db.session.commit()
    list(remind())
    assert recipients() == {secret.owner.email}  # neither the head nor the secretariat
    secret.commitment.current_due = date(2026, 11, 23)
    db.session.commit()
    list(remind())
    assert recipients() == {secret.owner.email}


def test_without_a_named_contact_the_named_people_of_the_organisation_are_asked(secret, as_user):

    other = PersonFactory(name="Peserta kedua", organisation=secret.health)
    name_people(secret.circle.id, {other.id, secret.verifier.id})
    db.session.commit()
    as_user(secret.verifier).post(
        "commitments.registry.propose", wish(secret, title="Hal kedua"), circle_id=secret.circle.id
    )
    assert recipients() == {other.email}


def test_a_blocked_secret_commitment_is_mailed_only_to_people_who_may_know_of_it(secret, as_user):
    typed = {"kind": "budget", "text": "Belum ada anggaran", "remover": str(secret.community.id)}
    as_user(secret.owner).post("commitments.blockers.block", typed, commitment_id=secret.commitment.id)
    assert recipients() == {secret.proposer.email}


def test_the_home_page_of_a_colleague_is_silent_about_what_is_secret(secret, as_user):
    commitment = secret.commitment
    commitment.current_due = date(2026, 11, 26)
    db.session.commit()
    for person in (secret.colleague, secret.leader, secret.coordinator, secret.administrator):
        assert "Hal rahasia" not in as_user(person).get("/").words
    assert "Hal rahasia" in as_user(secret.owner).get("/").words
    colleague = PersonFactory(organisation=secret.it)
    for delivery in (Delivery.SUBMITTED, Delivery.PROPOSED, Delivery.COUNTER_PROPOSED):
        commitment.delivery, commitment.submitted_at = delivery, commitment.proposed_at
        db.session.commit()
        for person in (colleague, secret.colleague):
            assert "Hal rahasia" not in as_user(person).get("/").words
