"""Items say what is to be decided."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.database import db
from forums.agenda.models import AgendaItem
from tests.factories import SessionFactory
from tests.factories.forums import NEXT
from tests.forums.room import room

QUESTION = "Apakah daftar layanan diserahkan, dan kapan?"
SENT = {"title": "Perizinan", "purpose": "joint_solution", "minutes": "10", "question": QUESTION}


@pytest.fixture
def it(app, clock):
    return room()


def proposed():
    return db.session.scalars(select(AgendaItem).where(AgendaItem.title == "Perizinan")).one()


def test_it_is_shown_on_the_agenda_and_while_people_meet(it, as_user, as_program):
    as_user(it.coordinator).post("forums.agenda.propose", SENT, session_id=it.session.id)
    item = proposed()
    assert item.question == QUESTION
    for endpoint in ("forums.agenda.show", "forums.live.show"):
        page = as_user(it.member).get(endpoint, session_id=it.session.id, item=item.id)
        assert f"Yang perlu diputuskan: {QUESTION}" in page.words, endpoint
    listed = as_program(it.member).get(f"/sessions/{it.session.id}/agenda-items").json["items"]
    assert QUESTION in [one["question"] for one in listed]


def test_it_is_changed_with_the_item_and_is_one_short_line(it, as_user):
    coordinator = as_user(it.coordinator)
    coordinator.post("forums.agenda.propose", SENT, session_id=it.session.id)
    item = proposed()
    form = coordinator.get("forums.agenda.edit", agenda_item_id=item.id).soup
    assert form.find(id="question")["value"] == QUESTION
    page = coordinator.post("forums.agenda.edit", SENT | {"question": "x" * 301}, agenda_item_id=item.id, status=422)
    assert page.soup.find(id="question-error")
    coordinator.post("forums.agenda.edit", SENT | {"question": ""}, agenda_item_id=item.id)
    assert proposed().question == ""


def test_an_item_that_comes_back_keeps_it(it, app, as_user, clock):
    SessionFactory(forum=it.forum, starts_at=NEXT + timedelta(days=28), number=it.session.number + 1)
    as_user(it.coordinator).post("forums.agenda.propose", SENT, session_id=it.session.id)
    clock.move_to(NEXT)
    it.open()
    as_user(it.chair).post("forums.live.carry", agenda_item_id=proposed().id)
    as_user(it.chair).post("forums.sessions.close", session_id=it.session.id)
    items = db.session.scalars(select(AgendaItem).where(AgendaItem.title == "Perizinan")).all()
    assert [item.question for item in items] == [QUESTION, QUESTION]
