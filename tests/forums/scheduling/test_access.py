"""Who may read and change which forum and session: the permission table, row by row, through the front door."""

from uuid import uuid4

import pytest

from app.circles.models import Classification
from forums.scheduling.models import ForumRole, SessionState
from tests.factories import (
    AdministratorFactory,
    ChairFactory,
    CoordinatorFactory,
    ForumFactory,
    LeadershipFactory,
    ParticipantFactory,
    PersonFactory,
    SessionFactory,
)
from tests.factories.forums import MADE

PUBLIC, INTERNAL, RESTRICTED, SECRET = Classification

READERS = {
    "administrator": {PUBLIC},
    "coordinator": {PUBLIC, INTERNAL, RESTRICTED},
    "leadership": {PUBLIC, INTERNAL},
    "chair": set(Classification),
    "facilitator": set(Classification),
    "minute_taker": set(Classification),
    "member": set(Classification),
    "observer": set(Classification),
    "colleague": {PUBLIC, INTERNAL, RESTRICTED},
    "former": {PUBLIC},
    "outsider": {PUBLIC},
    "suspended": set(),
}
CHANGERS = {"coordinator", "chair", "facilitator"}
RUNNERS = CHANGERS | {"minute_taker"}


@pytest.fixture(params=list(Classification), ids=lambda one: one.value)
def forum(request, app, clock):
    return ForumFactory(circle__classification=request.param)


@pytest.fixture
def people(forum):
    roles = {
        role.value: ParticipantFactory(forum=forum, role=role).person
        for role in ForumRole
        if role is not ForumRole.CHAIR
    }
    chair = ChairFactory(forum=forum).person
    left = ParticipantFactory(forum=forum, left_at=MADE, seat__until=MADE.date())
    return {
        **roles,
        "chair": chair,
        "administrator": AdministratorFactory(),
        "coordinator": CoordinatorFactory(),
        "leadership": LeadershipFactory(),
        "colleague": PersonFactory(organisation=chair.organisation),
        "former": left.person,
        "outsider": PersonFactory(),
        "suspended": PersonFactory(organisation=chair.organisation, suspended_at=left.joined_at),
    }


@pytest.fixture
def session(forum, people):
    return SessionFactory(forum=forum, presider_id=people["chair"].id, minute_taker_id=people["minute_taker"].id)


def test_reading_follows_the_table(forum, people, session, as_user):
    level = forum.circle.classification
    for name, person in people.items():
        reads = level in READERS[name]
        status = 302 if name == "suspended" else 200 if reads else 404
        visitor = as_user(person)
        visitor.get("forums.scheduling.show", slug=forum.slug, status=status)
        visitor.get("forums.sessions.show", session_id=session.id, status=status)
        if name != "suspended":
            listed = visitor.get("forums.scheduling.index").soup.select(f'a[href="/forums/{forum.slug}"]')
            assert bool(listed) == reads, name
            held = visitor.get("forums.sessions.index").soup.select(f'a[href="/sessions/{session.id}"]')
            assert bool(held) == reads, name


def test_changing_follows_the_table(forum, people, session, as_user):
    level = forum.circle.classification
    for name, person in people.items():
        if name == "suspended":
            continue
        reads = level in READERS[name]
        status = 404 if not reads else 200 if name in CHANGERS else 403
        visitor = as_user(person)
        for endpoint in ("forums.scheduling.edit", "forums.sessions.add"):
            visitor.get(endpoint, slug=forum.slug, status=status)
        for endpoint in ("forums.sessions.move", "forums.sessions.cancel", "forums.sessions.edit"):
            visitor.get(endpoint, session_id=session.id, status=status)
        refused = 409 if status == 200 else status
        for endpoint in ("accept_shift", "keep_date", "restore"):
            visitor.post(f"forums.sessions.{endpoint}", session_id=session.id, status=refused)
        runs = 404 if not reads else 409 if name in RUNNERS else 403
        visitor.post("forums.sessions.close", session_id=session.id, status=runs)
    assert session.state is SessionState.PLANNED


def test_only_coordinators_make_forums_and_leaders_add_sessions(forum, people, as_user, forum_form):
    for name, person in people.items():
        if name == "suspended":
            continue
        visitor = as_user(person)
        visitor.get("forums.scheduling.create", status=200 if name == "coordinator" else 403)
        visitor.post("forums.scheduling.create", forum_form(), status=422 if name == "coordinator" else 403)
        visitor.get("forums.sessions.begin", follow=True, status=200 if name in CHANGERS else 403)


def test_strangers_are_sent_to_sign_in(forum, session, as_user):
    stranger = as_user()
    for address in ("/forums", "/sessions", "/forums/new", f"/forums/{forum.slug}", f"/sessions/{session.id}"):
        assert "/sign-in" in stranger.get(address, status=302).location
    for act in ("accept-shift", "open", "restore"):
        assert "/sign-in" in stranger.post(f"/sessions/{session.id}/{act}", status=302).location


def test_what_does_not_exist_answers_like_what_is_hidden(app, as_user):
    visitor = as_user(CoordinatorFactory())
    visitor.get("forums.scheduling.show", slug="tidak-ada", status=404)
    visitor.get("forums.scheduling.edit", slug="tidak-ada", status=404)
    visitor.get("forums.sessions.show", session_id=uuid4(), status=404)
    visitor.post("forums.sessions.open_", session_id=uuid4(), status=404)
    visitor.get("/sessions/1", status=404)
    visitor.get("/forums?page=99", status=404)
    visitor.get("/sessions?page=99", status=404)


def test_leaders_of_one_forum_are_nobody_in_another(forum, people, as_user):
    other = ForumFactory(circle__classification=INTERNAL)
    session = SessionFactory(forum=other)
    for role in ("chair", "facilitator", "minute_taker"):
        as_user(people[role]).get("forums.scheduling.edit", slug=other.slug, status=404)
        as_user(people[role]).post("forums.sessions.open_", session_id=session.id, status=404)


def test_the_quick_lookup_finds_only_what_a_person_may_read(forum, people, as_user):
    for name, person in people.items():
        if name != "suspended":
            found = forum.name in as_user(person).get("search.results", q=forum.name.upper()[:9]).words
            assert found == (forum.circle.classification in READERS[name]), name
