"""Items of agendas are found as parts of their sessions, by those who read their titles."""

import pytest

from app.circles.models import Classification
from app.database import db
from app.search import index
from forums.agenda.context import readable_items
from forums.agenda.lookup import ITEMS
from forums.agenda.models import ItemState
from forums.scheduling.policies import read_session
from tests.factories import SessionFactory
from tests.forums.searching import allowed, classify, crowd, finders, found, withhold

pytestmark = pytest.mark.every_database


def test_an_item_leads_to_its_place_in_the_agenda(app, clock):
    made, people = crowd(name="Forum Udara")
    item = made.item(title="Pemasangan sensor", question="Siapa yang merawat?")
    name = f"Forum Udara, Sesi {made.session.number}"
    here = [("sessions", name, f"/sessions/{made.session.id}/agenda#item-{item.id}")]
    for text in ("memasang sensor", '"siapa yang merawat"'):
        assert found(people["member"], text) == here, text
    assert found(people["member"], "udara pemasangan") == []


def test_an_item_is_found_in_the_session_to_which_it_was_moved(app, clock):
    made, people = crowd()
    item = made.item(title="Pemasangan sensor")
    later = SessionFactory(forum=made.forum)
    item.session_id = later.id
    db.session.commit()
    assert [href for _kind, _title, href in found(people["member"], "sensor")] == [
        f"/sessions/{later.id}/agenda#item-{item.id}"
    ]
    db.session.delete(item)
    db.session.commit()
    assert found(people["member"], "sensor") == []
    assert index.rebuild() == 0


@pytest.mark.parametrize("classification", Classification)
def test_items_in_every_state_are_found_by_those_who_may_open_the_session(app, clock, classification):
    made, people = crowd()
    items = [made.item(title="Sensor", position=place, state=state) for place, state in enumerate(ItemState)]
    classify(made, classification)
    readers = allowed(read_session, people, made.session)
    for item in items:
        assert finders(people, ITEMS, item) == readers
    assert bool(found(people["stranger"], "sensor")) is (classification is Classification.PUBLIC)


@pytest.mark.parametrize("classification", Classification)
def test_a_withheld_title_is_found_by_those_who_read_it(app, clock, classification):
    made, people = crowd()
    made.session.presider_id = people["presider"].id
    item = made.item(title="Pemasangan sensor", question="Siapa yang merawat?")
    withhold(made, agenda_item_id=item.id)
    classify(made, classification)

    def reads(person, session):
        titles = [one.title for one in readable_items(session, person)]
        return read_session(person, session) and titles == ["Pemasangan sensor"]

    readers = allowed(reads, people, made.session)
    assert finders(people, ITEMS, item) == readers
    assert found(people["stranger"], "sensor") == []
