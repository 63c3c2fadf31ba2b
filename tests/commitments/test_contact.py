"""Who in the responsible organisation is the contact of a commitment."""

import pytest
from sqlalchemy import select

from app.circles.models import Classification
from app.database import db
from app.mail.outbox.models import Mail
from app.organisations.models import Contact, ContactRole
from commitments.registry.notices import owners
from commitments.registry.rules import Delivery
from tests.factories import PersonFactory

CHOOSE, SHOW = "commitments.contact.choose", "commitments.registry.show"


@pytest.fixture
def colleague(town):
    return PersonFactory(name="Petugas Lapangan", organisation=town.health)


def test_the_focal_point_names_a_colleague_who_is_told_and_receives_the_reminders(town, colleague, as_user):
    commitment = town.promised(Delivery.ACCEPTED)
    page = as_user(town.owner).get(SHOW, commitment_id=commitment.id)
    assert "Narahubung komitmen ini Narahubung dan" not in page.words
    assert "Komitmen ini Narahubung dan penggantinya Narahubung Narahubung Dinkes" in page.words
    as_user(town.owner).post(CHOOSE, {"person": str(colleague.id)}, commitment_id=commitment.id)
    assert owners(commitment) == [colleague]
    assert [mail.recipient for mail in db.session.scalars(select(Mail))] == [colleague.email]
    as_user(town.owner).post(CHOOSE, {"person": ""}, commitment_id=commitment.id)
    assert owners(commitment) == [town.owner]


def test_others_neither_choose_nor_see_the_contacts(town, colleague, as_user):
    commitment = town.promised(Delivery.ACCEPTED)
    as_user(colleague).get(CHOOSE, commitment_id=commitment.id, status=403)
    as_user(town.verifier).get(CHOOSE, commitment_id=commitment.id, status=403)
    as_user(town.stranger).get(CHOOSE, commitment_id=commitment.id, status=404)
    assert "Komitmen ini Narahubung dan penggantinya" in as_user(colleague).get(SHOW, commitment_id=commitment.id).words
    link = f"/commitments/{commitment.id}/contact"
    assert not as_user(colleague).get(SHOW, commitment_id=commitment.id).soup.find("a", href=link)
    assert "Narahubung dan penggantinya" not in as_user(town.verifier).get(SHOW, commitment_id=commitment.id).words
    db.session.add(Contact(organisation=town.health, role=ContactRole.HEAD, person=colleague))
    db.session.commit()
    assert as_user(colleague).get(SHOW, commitment_id=commitment.id).soup.find("a", href=link)


def test_people_of_others_are_not_offered_and_a_commitment_that_ended_keeps_its_contact(town, colleague, as_user):
    commitment = town.promised(Delivery.ACCEPTED)
    where = {"commitment_id": commitment.id}
    as_user(town.owner).post(CHOOSE, {"person": str(town.verifier.id)}, **where, status=422)
    commitment.delivery = Delivery.CLOSED
    db.session.commit()
    as_user(town.owner).post(CHOOSE, {"person": str(colleague.id)}, **where, status=422)
    assert commitment.responsible_person_id is None


def test_the_contact_of_a_secret_commitment_is_somebody_named_in_its_circle(town, colleague, as_user):
    commitment = town.promised(Delivery.ACCEPTED, responsible_person=town.owner)
    town.circle.classification = Classification.SECRET
    db.session.commit()
    page = as_user(town.owner).get(CHOOSE, commitment_id=commitment.id)
    assert "Petugas Lapangan" not in page.words
