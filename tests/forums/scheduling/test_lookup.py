"""Forums and sessions are found by their names and charters, by those who may open them."""

import pytest

from app.circles.models import Classification
from app.database import db
from app.search import index
from app.search.models import SearchEntry
from forums.scheduling.lookup import FORUMS, SESSIONS
from forums.scheduling.models import Mode, SessionState
from forums.scheduling.policies import read_forum, read_session
from tests.factories import CoordinatorFactory, ForumFactory, SeriesFactory, SessionFactory
from tests.forums.searching import allowed, classify, crowd, finders, found

pytestmark = pytest.mark.every_database


@pytest.fixture
def coordinator(app, clock):
    return CoordinatorFactory()


def entry_of(session):
    db.session.expire_all()
    return db.session.query(SearchEntry).filter_by(source="sessions", row_id=session.id).one()


def test_a_session_is_found_by_forum_number_and_title(coordinator):
    forum = ForumFactory(name="Forum Udara")
    series = SeriesFactory(forum=forum)
    session = SessionFactory(forum=forum, series=series, number=11, title="Pembahasan sensor")
    here = ("sessions", "Forum Udara, Sesi 11: Pembahasan sensor", f"/sessions/{session.id}")
    for text in ("sesi 11", "session 11", "udara 11", "membahas sensor", "forum udara sesi"):
        assert here in found(coordinator, text), text
    assert here not in found(coordinator, "sesi 12")


def test_a_session_outside_the_schedule_is_called_by_its_title(coordinator):
    english = ForumFactory(name="Air", language="en")
    SessionFactory(forum=english, number=3, title="Kick-off")
    SessionFactory(forum=english, number=4)
    assert {title for _kind, title, _href in found(coordinator, "air session")} == {"Air, Kick-off", "Air, Session 4"}


def test_what_is_told_of_a_session_follows_it_and_its_forum(coordinator):
    session = SessionFactory(forum=ForumFactory(name="Forum Udara"), place="Balai Kota")
    entry = entry_of(session)
    assert (entry.about, entry.state, entry.on_date) == ("Forum Udara", "planned", session.day)
    assert found(coordinator, "balai udara")
    session.state, session.mode, session.forum.name = SessionState.CANCELLED, Mode.ONLINE, "Forum Air"
    db.session.commit()
    entry = entry_of(session)
    assert (entry.about, entry.state, entry.title) == ("Forum Air", "cancelled", f"Forum Air, Sesi {session.number}")
    assert not found(coordinator, "balai udara")
    assert index.rebuild() == 0


def test_the_charter_of_a_forum_is_found(coordinator):
    forum = ForumFactory(name="Forum Udara", goal="Langit biru", purpose="Menyatukan data", ground_rules="Tepat waktu")
    here = [("forums", "Forum Udara", f"/forums/{forum.slug}")]
    for text in ("langit", "penyatuan", '"tepat waktu"'):
        assert found(coordinator, text) == here, text
    forum.goal = "Udara bersih"
    db.session.commit()
    assert found(coordinator, "langit") == []


@pytest.mark.parametrize("classification", Classification)
def test_sessions_are_found_by_those_who_may_open_them(app, clock, classification):
    made, people = crowd(name="Forum Udara", goal="")
    made.session.presider_id = people["presider"].id
    classify(made, classification)
    readers = allowed(read_session, people, made.session)
    assert finders(people, SESSIONS, made.session) == readers
    assert finders(people, FORUMS, made.forum) == allowed(read_forum, people, made.forum)
    assert bool(found(people["stranger"], "udara sesi")) is (classification is Classification.PUBLIC)
    assert "stranger" not in readers or classification is Classification.PUBLIC
