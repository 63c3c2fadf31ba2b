"""Hand-over of office: what a person holds passes to a successor in one act, and no more than the actor may read."""

import pytest
from sqlalchemy import select

from agreements.registry.models import Agreement
from app.accounts.models import Person
from app.audit.models import AuditRow
from app.circles.models import Classification
from app.database import db
from app.mail.outbox.models import Mail
from app.organisations.models import Contact, ContactRole
from commitments.registry.models import Commitment
from forums.scheduling.models import ForumRole, Participant
from tests.factories import (
    AdministratorFactory,
    AgreementFactory,
    CommitmentFactory,
    ForumFactory,
    ParticipantFactory,
    PersonFactory,
    SeatFactory,
)
from tests.forums.room import room

PAGE = "succession.hand_over"
OPEN = 40
"""Open commitments of the predecessor."""


@pytest.fixture
def office(app, clock):
    """A room whose chair has a successor in the organisation, contact roles, an agreement and open commitments."""
    it = room()
    it.successor = PersonFactory(name="Kepala baru", organisation=it.chair.organisation)
    db.session.add(Contact(organisation_id=it.chair.organisation_id, role=ContactRole.HEAD, person_id=it.chair.id))
    it.agreement = AgreementFactory(keeper_id=it.chair.id)
    for number in range(OPEN):
        CommitmentFactory(
            circle=it.forum.circle,
            title=f"Janji {number}",
            responsible=it.chair.organisation,
            responsible_person=it.chair,
            verifier=it.partner.organisation,
        )
    db.session.commit()
    return it


def hand_over(visitor, it, successor=None, **settings):
    form = {"successor": str((successor or it.successor).id), "basis": "SK Kepala Dinas 12/2026"}
    return visitor.post(PAGE, form, person_id=it.chair.id, **settings)


def test_all_roles_and_open_work_pass_to_the_successor_in_one_act(office, as_user, queries):
    visitor = as_user(office.coordinator)
    with queries(at_most=14):
        page = visitor.get(PAGE, person_id=office.chair.id)
    assert "Janji 39" in page.words
    hand_over(visitor, office)
    db.session.expire_all()
    held = db.session.scalars(select(Commitment.responsible_person_id)).all()
    assert held == [office.successor.id] * OPEN
    assert db.session.scalars(select(Contact.person_id)).all() == [office.successor.id]
    assert db.session.get_one(Agreement, office.agreement.id).keeper_id == office.successor.id
    assert office.session.presider_id == office.successor.id
    here = select(Participant.role).where(Participant.left_at.is_(None))
    assert db.session.scalars(here.where(Participant.person_id == office.successor.id)).all() == [ForumRole.CHAIR]
    assert db.session.scalars(here.where(Participant.person_id == office.chair.id)).all() == []
    (row,) = db.session.scalars(select(AuditRow).where(AuditRow.action == "person.handed_over"))
    assert (row.subject_id, row.details["successor"]) == (office.chair.id, str(office.successor.id))
    told = db.session.scalars(select(Mail.person_id).where(Mail.kind == "accounts/handed-over")).all()
    assert set(told) == {office.successor.id, office.chair.id}
    assert "tidak memegang" in visitor.get(PAGE, person_id=office.chair.id).words
    hand_over(visitor, office, status=422)


def test_a_successor_who_takes_part_already_receives_only_the_office(office, as_user):
    hand_over(as_user(office.coordinator), office, office.facilitator)
    db.session.expire_all()
    here = select(Participant.role).where(Participant.person_id == office.facilitator.id, Participant.left_at.is_(None))
    assert db.session.scalars(here).all() == [ForumRole.CHAIR]
    assert office.session.presider_id == office.facilitator.id


def test_what_the_actor_may_not_read_stays_and_is_not_named(office, as_user):
    secret = ForumFactory(name="Forum tertutup", circle__classification=Classification.SECRET)
    seat = SeatFactory(circle=secret.circle, organisation=office.chair.organisation)
    place = ParticipantFactory(forum=secret, person=office.chair, seat=seat)
    visitor = as_user(office.coordinator)
    assert "Forum tertutup" not in visitor.get(PAGE, person_id=office.chair.id).words
    hand_over(visitor, office)
    db.session.expire_all()
    assert place.left_at is None
    assert "Forum tertutup" not in str(db.session.scalars(select(Mail.text)).all())


def test_platform_roles_pass_only_by_an_administrator(office, as_user):
    office.chair.is_leadership = True
    db.session.commit()
    hand_over(as_user(office.coordinator), office)
    assert db.session.get_one(Person, office.chair.id).roles == ["leadership"]
    hand_over(as_user(AdministratorFactory()), office)
    db.session.expire_all()
    assert office.chair.roles == []
    assert office.successor.roles == ["leadership"]
    assert db.session.scalar(select(Commitment.responsible_person_id).limit(1)) == office.successor.id


def test_a_person_of_another_organisation_does_not_take_over(office, as_user):
    page = hand_over(as_user(office.coordinator), office, office.partner, status=422)
    assert "lembaga yang sama" in page.words
    assert db.session.scalar(select(Commitment.responsible_person_id).limit(1)) == office.chair.id
