"""Invitations of a secret forum concern its participants alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.circles.models import Classification
from app.database import db
from app.mail.outbox.models import Mail
from forums.invitations import actions
from forums.invitations.feeds import answer, personal
from forums.invitations.models import Invitation
from forums.scheduling.actions import keep_stewards
from forums.scheduling.models import SessionState
from tests.factories import OrganisationFactory, SeatFactory
from tests.factories.forums import NEXT

NOW = NEXT - timedelta(days=2)
GUEST = {"name": "Tamu", "email": "tamu@mitra.example"}


@pytest.fixture
def secret(invited):
    """An invited session of a forum that is secret now."""
    it = invited()
    it.room.forum.circle.classification = Classification.SECRET
    db.session.commit()
    return it


def leave(it, person):
    participant = next(one for one in it.room.participants.values() if one.person_id == person.id)
    participant.left_at = NOW
    keep_stewards(it.room.forum)
    db.session.commit()


def test_the_office_of_a_seat_without_people_is_not_written_to(invited):
    it = invited()
    office = OrganisationFactory(secretariat_email="kantor@rahasia.example")
    SeatFactory(circle=it.room.forum.circle, organisation=office)
    it.room.forum.circle.classification = Classification.SECRET
    db.session.commit()
    actions.invite(it.session, by=it.room.coordinator, at=NOW)
    db.session.commit()
    assert "kantor@rahasia.example" not in set(db.session.scalars(select(Mail.recipient)))


def test_an_invitation_is_passed_on_to_nobody_outside(secret, as_user):
    link = f"{secret.link(secret.room.partner)}/forward"
    words = as_user().post(link, GUEST, status=422).words
    assert "Forum rahasia hanya dihadiri pesertanya" in words
    assert db.session.scalar(select(Person.id).where(Person.email == GUEST["email"])) is None


def test_people_who_left_cannot_open_it_by_link_or_in_the_app(secret, as_user, as_program):
    partner = secret.room.partner
    path = f"/invitations/{secret.invitation(partner).id}"
    as_program(partner).get(path)
    as_user().get(secret.link(partner))
    leave(secret, partner)
    as_program(partner).get(path, status=404)
    as_user().get(secret.link(partner), status=404)
    secret.session.state = SessionState.CANCELLED
    db.session.commit()
    as_user().get(secret.link(partner), status=404)


def test_a_feed_forgets_a_secret_forum_that_its_person_left(secret, app):
    partner = secret.room.partner
    assert db.session.scalar(select(Invitation.id).where(Invitation.person_id == partner.id))

    def shown():
        with app.test_request_context():
            return answer(personal(partner, {}), now=NOW).get_data(as_text=True)

    assert "BEGIN:VEVENT" in shown()
    leave(secret, partner)
    assert "BEGIN:VEVENT" not in shown()
