"""A session is opened, closed and reopened in its time, by page and by API; then it leaves what is to come."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.database import db
from forums.agenda.models import ItemState
from forums.agenda.queries import in_order
from forums.minutes.models import Minutes, MinutesState
from forums.scheduling.models import SessionState
from forums.scheduling.rules import opens_at
from tests.factories import SessionFactory
from tests.factories.forums import MADE, NEXT
from tests.forums.room import TEMPLATE, room

HOUR = timedelta(hours=1)


def test_a_session_opens_its_lead_before_it_starts():
    assert opens_at(NEXT, HOUR) == NEXT - HOUR
    assert opens_at(NEXT, timedelta()) == NEXT


def test_a_session_is_not_opened_days_early(app, as_user, clock):
    it = room()
    page = as_user(it.chair).post("forums.sessions.open_", session_id=it.session.id, status=409)
    assert "Kamis, 26 November 2026 pukul 08.00 WIB" in page.words
    assert it.session.opened_at is None
    clock.move_to(NEXT - HOUR - timedelta(seconds=1))
    as_user(it.chair).post("forums.sessions.open_", session_id=it.session.id, status=409)
    clock.move_to(NEXT - HOUR)
    as_user(it.chair).post("forums.sessions.open_", session_id=it.session.id)
    assert it.session.opened_at == NEXT - HOUR


def test_a_program_does_not_open_it_earlier_either(app, as_program, clock):
    it = room()
    problem = as_program(it.coordinator).post(f"/sessions/{it.session.id}/open", status=409).json
    assert "26 November 2026" in problem["detail"]
    clock.move_to(NEXT - HOUR)
    assert as_program(it.coordinator).post(f"/sessions/{it.session.id}/open").json["opened_at"]


def test_an_item_begun_early_does_not_open_its_session(app, as_user, clock):
    it = room()
    item = it.item()
    as_user(it.chair).post("forums.live.start", agenda_item_id=item.id, status=409)
    assert (it.session.opened_at, item.started_at) == (None, None)


def test_a_session_that_moved_opens_by_its_new_start(app, as_user, clock):
    it = room()
    it.session.starts_at, it.session.ends_at = NEXT - 4 * HOUR, NEXT - 2 * HOUR
    db.session.commit()
    clock.move_to(NEXT - 5 * HOUR)
    as_user(it.chair).post("forums.sessions.open_", session_id=it.session.id)
    assert it.session.opened_at


def test_the_page_says_from_when_it_can_be_opened_and_then_offers_it(app, as_user, clock):
    it = room()
    address = f"/sessions/{it.session.id}/open"
    for endpoint in ("forums.sessions.show", "forums.live.show"):
        page = as_user(it.chair).get(endpoint, session_id=it.session.id)
        assert "08.00" in page.soup.find("span", class_="note", string=lambda text: text and "08.00" in text).text
        assert not page.soup.find("form", action=address)
    clock.move_to(NEXT - HOUR)
    for endpoint in ("forums.sessions.show", "forums.live.show"):
        assert as_user(it.chair).get(endpoint, session_id=it.session.id).soup.find("form", action=address)


def test_a_session_is_not_closed_before_it_starts(app, as_user, as_program, clock):
    it = room()
    it.open(NEXT - HOUR)
    clock.move_to(NEXT - timedelta(minutes=1))
    page = as_user(it.chair).post("forums.sessions.close", session_id=it.session.id, status=409)
    assert "pukul 09.00 WIB" in page.words
    assert (
        not as_user(it.chair)
        .get("forums.sessions.show", session_id=it.session.id)
        .soup.find("a", href=f"/sessions/{it.session.id}/close")
    )
    as_program(it.coordinator).post(f"/sessions/{it.session.id}/close", status=409)
    assert it.session.state is SessionState.PLANNED
    clock.move_to(NEXT)
    as_user(it.chair).post("forums.sessions.close", session_id=it.session.id)
    assert it.session.state is SessionState.HELD


def closed(it, as_user, clock):
    clock.move_to(NEXT + timedelta(minutes=10))
    chair = as_user(it.chair)
    chair.post("forums.sessions.open_", session_id=it.session.id)
    chair.post("forums.sessions.close", session_id=it.session.id)
    return chair


def test_a_session_closed_by_mistake_is_reopened_with_a_reason(app, as_user, clock):
    it = room(template=TEMPLATE)
    following = SessionFactory(forum=it.forum, starts_at=NEXT + timedelta(days=28), number=it.session.number + 1)
    chair = closed(it, as_user, clock)
    assert {item.state for item in in_order(it.session.id)} == {ItemState.CARRIED}
    page = chair.get("forums.sessions.show", session_id=it.session.id)
    assert page.soup.find("a", href=f"/sessions/{it.session.id}/reopen")
    chair.post("forums.minutes.reopen", {"reason": ""}, session_id=it.session.id, status=422)
    chair.post("forums.minutes.reopen", {"reason": "Salah tekan"}, session_id=it.session.id)
    assert (it.session.state, it.session.closed_at, it.session.measured_by) == (SessionState.PLANNED, None, None)
    assert it.session.is_under_way(NEXT + timedelta(minutes=11))
    row = db.session.scalars(select(AuditRow).where(AuditRow.action == "session.reopened")).one()
    assert row.details["reason"] == "Salah tekan"
    items = in_order(it.session.id)
    assert {item.state for item in items} == {ItemState.ACCEPTED}
    assert all(item.carried_from_id is None for item in in_order(following.id))
    chair.post("forums.live.start", agenda_item_id=items[0].id)
    chair.post("forums.sessions.close", session_id=it.session.id)
    back = {item.title: item.carried_from_id for item in in_order(following.id)}
    assert back == {items[0].title: None} | {item.title: item.id for item in items[1:]}


def test_what_was_brought_to_the_next_session_alone_leaves_it_again(app, as_user, clock):
    it = room()
    following = SessionFactory(forum=it.forum, starts_at=NEXT + timedelta(days=28), number=it.session.number + 1)
    own = it.item(title="Hanya kali ini")
    chair = closed(it, as_user, clock)
    (copy,) = in_order(following.id)
    assert copy.carried_from_id == own.id
    chair.post("forums.minutes.reopen", {"reason": "Salah tekan"}, session_id=it.session.id)
    assert (own.state, copy.state, copy.carried_from_id) == (ItemState.ACCEPTED, ItemState.DECLINED, None)
    chair.post("forums.sessions.close", session_id=it.session.id)
    brought = [item for item in in_order(following.id) if item.carried_from_id == own.id]
    assert [item.state for item in brought] == [ItemState.ACCEPTED]


def test_a_program_reopens_a_session(app, as_user, as_program, clock):
    it = room()
    closed(it, as_user, clock)
    program = as_program(it.coordinator)
    program.post(f"/sessions/{it.session.id}/reopen", {}, status=422)
    told = program.post(f"/sessions/{it.session.id}/reopen", {"reason": "Salah tekan"}).json
    assert (told["state"], told["closed_at"], told["under_way"]) == ("planned", None, True)


def test_a_session_stays_closed_once_its_minutes_are_circulated(app, as_user, as_program, clock):
    it = room()
    chair = closed(it, as_user, clock)
    minutes = Minutes(session_id=it.session.id, state=MinutesState.CIRCULATED, language="id", begun_at=MADE)
    minutes.correction_until = NEXT + timedelta(days=3)
    db.session.add(minutes)
    db.session.commit()
    page = chair.get("forums.sessions.show", session_id=it.session.id)
    assert not page.soup.find("a", href=f"/sessions/{it.session.id}/reopen")
    chair.post("forums.minutes.reopen", {"reason": "Salah tekan"}, session_id=it.session.id, status=409)
    as_program(it.coordinator).post(f"/sessions/{it.session.id}/reopen", {"reason": "Salah"}, status=409)
    assert it.session.state is SessionState.HELD


def test_only_what_was_closed_is_reopened_and_only_by_who_runs_it(app, as_user):
    it = room()
    as_user(it.chair).post("forums.minutes.reopen", {"reason": "x"}, session_id=it.session.id, status=409)
    it.hold()
    as_user(it.member).get("forums.minutes.reopen", session_id=it.session.id, status=403)


@pytest.mark.parametrize("endpoint, section", [("forums.sessions.index", "main"), ("insights.homes.home", "main")])
def test_a_session_that_was_held_is_no_session_to_come(app, as_user, clock, endpoint, section):
    it = room()
    address = f"/sessions/{it.session.id}"
    clock.move_to(NEXT + timedelta(minutes=10))
    assert as_user(it.member).get(endpoint).soup.select(f'{section} a[href="{address}"]')
    closed(it, as_user, clock)
    assert not as_user(it.member).get(endpoint).soup.select(f'{section} a[href="{address}"]')


def test_a_forum_shows_a_session_closed_before_its_end_among_those_held(app, as_user, clock):
    it = room()
    closed(it, as_user, clock)
    page = as_user(it.member).get("forums.scheduling.show", slug=it.forum.slug)
    (link,) = page.soup.select(f'main a[href="/sessions/{it.session.id}"]')
    assert link.find_parent("section")["aria-labelledby"] == "gone"


def test_programs_find_it_among_the_past_ones(app, as_user, as_program, clock):
    it = room()
    closed(it, as_user, clock)
    program = as_program(it.member)
    assert [one["id"] for one in program.get("/sessions", state="upcoming").json["items"]] == []
    assert [one["id"] for one in program.get("/sessions", state="past").json["items"]] == [str(it.session.id)]
