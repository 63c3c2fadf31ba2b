"""Passing sessions and directives on within an organisation."""

from datetime import date

import pytest
from sqlalchemy import select

from app.clock import utc_now
from app.database import db
from app.dispositions.models import Disposition
from forums.directives import actions as directives
from tests.factories import LeadershipFactory, PersonFactory
from tests.forums.room import room
from tests.support.mail_links import LINK, mails_to
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
