"""Passing sessions and directives on within an organisation."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.accounts.sign_in.throttle import PER_FORM
from app.clock import utc_now
from app.database import db
from app.dispositions.models import Disposition
from forums.directives import actions as directives
from forums.invitations.actions import invite
from forums.invitations.links import secret
from forums.invitations.models import Invitation
from tests.factories import LeadershipFactory, PersonFactory
from tests.forums.room import room
from tests.support.mail_links import LINK, code_to, mails_to
from tests.support.visitors import Visitor

pytestmark = pytest.mark.one_database


@pytest.fixture
def place(app, clock):
    return room()


def typed(receiver, words="Siapkan bahan"):
    return {"receiver": str(receiver.id), "instruction": words, "due": "2026-11-25"}


def test_a_participant_passes_a_session_on_beside_the_invitation(place, as_user, app):
    worker = PersonFactory(organisation=place.member.organisation, joined_at=None)
    at = {"session_id": place.session.id}
    as_user(place.member).post("forums.dispositions.give_session", typed(worker), **at)
    assert "Siapkan bahan" in as_user(place.member).get("forums.sessions.show", **at).words
    for other in (place.partner, place.chair, place.coordinator):
        assert "Siapkan bahan" not in as_user(other).get("forums.sessions.show", **at).words
    (mail,) = mails_to(worker)
    own, of_session = LINK.findall(mail.text)
    assert place.forum.name in Visitor(app).get(own).words
    Visitor(app).get(of_session)
    Visitor(app).post(f"{own}/answer", {"text": "Siap"})
    assert "Siap" in mails_to(place.member)[-1].text


def test_organisations_without_a_seat_pass_no_session_on(place, as_user):
    stranger = PersonFactory()
    as_user(stranger).post("forums.dispositions.give_session", typed(stranger), session_id=place.session.id, status=404)


def test_a_directive_is_passed_on_only_to_people_who_may_read_it(place, as_user):
    leader = LeadershipFactory()
    given = directives.give(
        place.forum, "Percepat perizinan", session=None, answer_due=date(2026, 12, 8), by=leader, at=utc_now()
    )
    deputy = PersonFactory(organisation=place.coordinator.organisation, is_coordinator=True)
    clerk = PersonFactory(organisation=place.coordinator.organisation)
    db.session.commit()
    at = {"directive_id": given.id}
    as_user(place.coordinator).post("forums.dispositions.give_directive", typed(clerk), status=422, **at)
    as_user(place.coordinator).post("forums.dispositions.give_directive", typed(deputy), **at)
    assert db.session.scalars(select(Disposition)).one().receiver_id == deputy.id
    assert "Siapkan bahan" in as_user(deputy).get("forums.directives.show", **at).words
    assert "Percepat perizinan" in as_user(deputy).get("insights.homes.home").words


def test_the_list_takes_the_same_statements_with_many_as_with_few(place, as_user, queries):
    worker = PersonFactory(organisation=place.member.organisation)
    as_user(place.member).post("forums.dispositions.give_session", typed(worker), session_id=place.session.id)
    with queries(at_most=4):
        assert "Siapkan bahan" in as_user(worker).get("dispositions.index").words


def invitation_of(place, person):
    invite(place.session, by=place.coordinator, at=utc_now())
    db.session.commit()
    return db.session.scalars(select(Invitation).filter_by(person_id=person.id)).one()


def test_an_invitee_passes_a_session_on_from_the_page_that_answers_it(place, app, clock):
    worker = PersonFactory(organisation=place.member.organisation, joined_at=None)
    invitation = invitation_of(place, place.member)
    phone, answers = Visitor(app), f"/answer/{secret(invitation)}"
    assert phone.get(answers).soup.select_one(f"form[action='{answers}/disposition'] button")
    form = phone.post(f"{answers}/disposition", {}).location
    assert worker.name not in phone.get(form).words
    phone.post(form, {"link_reads": "1"}, status=200)
    phone.post(form, {"link_reads": "1", "link_code": code_to(place.member)})
    assert worker.name in phone.get(form).words
    phone.post(form, typed(worker))
    assert db.session.scalars(select(Disposition)).one().instruction == "Siapkan bahan"
    assert "Siapkan bahan" in mails_to(worker)[0].text
    clock.shift(timedelta(hours=1))
    phone.get(form, status=410)


def test_invitees_who_may_not_pass_a_session_on_find_no_way_to_the_form(place, app):
    guest = invitation_of(place, place.member)
    guest.person = PersonFactory()
    db.session.commit()
    answers = f"/answer/{secret(guest)}"
    assert "/disposition" not in Visitor(app).get(answers).get_data(as_text=True)
    Visitor(app).post(f"{answers}/disposition", {}, status=404)


def test_the_way_to_the_form_is_not_taken_endlessly(place, app):
    answers = f"/answer/{secret(invitation_of(place, place.member))}"
    phone = Visitor(app)
    for _turn in range(PER_FORM):
        assert "/by-link/" in phone.post(f"{answers}/disposition", {}).location
    assert "Tunggu 15 menit" in phone.post(f"{answers}/disposition", {}, status=429).words
