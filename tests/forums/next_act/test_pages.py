"""The page of a forum has one main action: what its reader has to do next."""

from datetime import timedelta

import pytest

from app.database import db
from forums.minutes.models import Minutes, MinutesState
from forums.scheduling.models import SessionState
from tests.factories import CoordinatorFactory, SessionFactory
from tests.factories.forums import NEXT
from tests.forums.room import room


@pytest.fixture
def it(app, clock):
    made = room()
    clock.move_to(NEXT - timedelta(days=20))
    return made


def main_action(as_user, it, person):
    page = as_user(person).get("forums.scheduling.show", slug=it.forum.slug)
    buttons = page.soup.select(".title .btn-primary")
    assert len(buttons) <= 1
    return buttons[0].get_text(strip=True) if buttons else None


def hold(it, days=7):
    """Add a session that was held before the next one."""
    held = SessionFactory(forum=it.forum, starts_at=NEXT - timedelta(days=days + 20), state=SessionState.HELD)
    held.minute_taker_id = it.taker.id
    db.session.commit()
    return held


def test_the_main_action_follows_the_next_session(it, as_user, clock):
    assert main_action(as_user, it, it.coordinator) == "Susun acara sesi berikutnya"
    it.item()
    assert main_action(as_user, it, it.coordinator) == "Kirim undangan sesi berikutnya"
    it.session.invited_at = NEXT - timedelta(days=20)
    assert main_action(as_user, it, it.coordinator) is None
    clock.move_to(NEXT)
    assert main_action(as_user, it, it.taker) == "Buka sesi"
    it.open()
    assert main_action(as_user, it, it.taker) == "Buka rapat yang berlangsung"
    it.session.state, it.session.closed_at = SessionState.HELD, NEXT + timedelta(hours=1)
    assert main_action(as_user, it, it.taker) == "Tulis notulen sesi terakhir"
    db.session.add(Minutes(session_id=it.session.id, state=MinutesState.DRAFT, language="id", begun_at=NEXT))
    assert main_action(as_user, it, it.coordinator) == "Edarkan notulen sesi terakhir"


def test_a_forum_without_sessions_asks_for_one(it, as_user):
    db.session.delete(it.session)
    assert main_action(as_user, it, it.coordinator) == "Tambah sesi"


@pytest.mark.parametrize(
    "who, expected",
    [
        ("coordinator", "Tulis notulen sesi terakhir"),
        ("chair", "Susun acara sesi berikutnya"),
        ("facilitator", "Tulis notulen sesi terakhir"),
        ("taker", "Tulis notulen sesi terakhir"),
        ("member", None),
        ("observer", None),
    ],
)
def test_each_reader_has_an_action_that_they_may_do(it, as_user, who, expected):
    hold(it)
    assert main_action(as_user, it, getattr(it, who)) == expected


def test_the_main_action_leads_to_a_page_that_opens(it, as_user):
    hold(it)
    for person in (it.coordinator, it.chair, it.taker):
        page = as_user(person).get("forums.scheduling.show", slug=it.forum.slug)
        opened = as_user(person).get(page.soup.select_one(".title a.btn-primary")["href"])
        assert it.forum.name in opened.words


def test_other_actions_are_in_a_menu(it, as_user):
    page = as_user(it.coordinator).get("forums.scheduling.show", slug=it.forum.slug)
    links = {one["href"] for one in page.soup.select(".title details.menu li a")}
    slug = it.forum.slug
    assert {f"/forums/{slug}/edit", f"/forums/{slug}/sessions/new", f"/forums/{slug}/shift-sessions"} <= links
    assert len(page.soup.select(".title .btn")) == 2


def test_an_archived_forum_has_no_main_action_but_to_take_it_up(it, as_user):
    it.forum.archived_at = NEXT
    assert main_action(as_user, it, CoordinatorFactory()) == "Aktifkan lagi"
