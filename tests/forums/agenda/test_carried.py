"""An item that was carried over three times is not carried again until somebody has chosen what happens to it."""

from datetime import timedelta

import pytest

from forums.agenda.models import ItemState, Resolution
from forums.agenda.queries import in_order
from tests.factories import SessionFactory
from tests.factories.forums import NEXT
from tests.forums.room import TEMPLATE, room


@pytest.fixture
def it(app, clock):
    """A session that is open, with an item that was carried over three times."""
    made = room()
    made.agenda_item = made.item(carried_times=3, proposed_by_id=made.member.id)
    clock.move_to(NEXT + timedelta(minutes=5))
    made.open()
    return made


def resolve(browser, it, resolution, reason="", status=None):
    sent = {"resolution": resolution, "reason": reason}
    return browser.post("forums.agenda.resolve", sent, agenda_item_id=it.agenda_item.id, status=status)


def test_it_is_neither_carried_nor_put_off_and_the_session_stays_open(it, as_user):
    chair = as_user(it.chair)
    page = chair.get("forums.agenda.show", session_id=it.session.id)
    assert "Dibawa 3 kali" in page.words
    assert "1 mata acara sudah dibawa tiga kali atau lebih" in page.words
    chair.post("forums.live.carry", agenda_item_id=it.agenda_item.id, status=409)
    chair.post("forums.agenda.defer", {"reason": "Nanti"}, agenda_item_id=it.agenda_item.id, status=409)
    refused = chair.post("forums.sessions.close", session_id=it.session.id, status=409)
    assert "Tentukan kelanjutannya" in refused.words
    assert it.agenda_item.state is ItemState.ACCEPTED


def test_while_it_is_discussed_it_can_be_kept_but_not_dropped(it, as_user):
    chair = as_user(it.chair)
    chair.post("forums.live.start", agenda_item_id=it.agenda_item.id)
    page = chair.get("forums.live.show", session_id=it.session.id)
    assert page.soup.find("a", string="Tentukan kelanjutannya")
    resolve(chair, it, "drop", "Tidak relevan lagi", status=409)
    resolve(chair, it, "keep", "Menunggu anggaran")
    chair.post("forums.live.carry", agenda_item_id=it.agenda_item.id)
    assert it.agenda_item.state is ItemState.CARRIED


def test_it_can_always_be_discussed(it, as_user):
    chair = as_user(it.chair)
    chair.post("forums.live.start", agenda_item_id=it.agenda_item.id)
    chair.post("forums.sessions.close", session_id=it.session.id)
    assert it.agenda_item.state is ItemState.DISCUSSED


@pytest.mark.parametrize(
    "resolution, reason, state",
    [
        ("decide", "", ItemState.ACCEPTED),
        ("keep", "Menunggu anggaran", ItemState.ACCEPTED),
        ("refer", "Tim kecil data", ItemState.DECLINED),
        ("drop", "Tidak relevan lagi", ItemState.DECLINED),
    ],
)
def test_a_choice_is_kept_with_its_reason(it, as_user, resolution, reason, state):
    chair = as_user(it.chair)
    if reason:
        refused = resolve(chair, it, resolution, status=422)
        assert refused.soup.select("#reason-error")
    resolve(chair, it, resolution, reason)
    assert (it.agenda_item.resolution, it.agenda_item.state) == (Resolution(resolution), state)
    assert reason in as_user(it.member).get("forums.agenda.show", session_id=it.session.id).words
    resolve(chair, it, "drop", "Lagi", status=409)


def test_a_kept_item_is_carried_again_and_asks_again(it, as_user):
    following = SessionFactory(forum=it.forum, starts_at=NEXT + timedelta(days=28), number=it.session.number + 1)
    chair = as_user(it.chair)
    resolve(chair, it, "keep", "Menunggu anggaran")
    chair.post("forums.sessions.close", session_id=it.session.id)
    (again,) = in_order(following.id)
    assert (again.carried_times, again.resolution) == (4, None)
    assert again.asks_for_resolution


@pytest.mark.parametrize("who, status", [("facilitator", 303), ("coordinator", 303), ("taker", 403), ("member", 403)])
def test_the_choice_is_made_by_those_who_arrange_the_agenda(it, as_user, who, status):
    resolve(as_user(getattr(it, who)), it, "drop", "Tidak relevan lagi", status=status)


def test_a_program_makes_the_choice(it, as_program):
    path = f"/agenda-items/{it.agenda_item.id}"
    chair = as_program(it.chair)
    assert chair.get(path).json["asks_for_resolution"] is True
    made = chair.post(f"{path}/resolve", {"resolution": "refer", "reason": "Tim kecil data"}).json
    assert (made["resolution"], made["state"], made["reason"]) == ("refer", "declined", "Tim kecil data")


def test_items_that_the_template_repeats_are_not_counted(app, as_user, clock):
    it = room(template=TEMPLATE)
    sessions = [it.session]
    for number in range(1, 5):
        at = NEXT + timedelta(days=7 * number)
        sessions.append(SessionFactory(forum=it.forum, starts_at=at, number=it.session.number + number))
    it.item(title="Data sensor udara", proposed_by_id=it.member.id, position=9)
    chair = as_user(it.chair)
    for session in sessions[:3]:
        clock.move_to(session.starts_at)
        chair.post("forums.sessions.open_", session_id=session.id)
        chair.post("forums.sessions.close", session_id=session.id)
    times = {item.title: item.carried_times for item in in_order(sessions[3].id)}
    assert times.pop("Data sensor udara") == 3
    assert set(times.values()) == {0}


def test_before_closing_one_reads_where_the_items_go(app, as_user, clock):
    made = room()
    made.forum.agenda_template = [{"title": "Penutup", "purpose": "information", "minutes": 5}]
    following = SessionFactory(forum=made.forum, starts_at=NEXT + timedelta(days=28), number=made.session.number + 1)
    made.item(title="Data sensor")
    made.item(title="Penutup", position=2)
    clock.move_to(NEXT)
    made.open()
    page = as_user(made.chair).get("forums.sessions.close", session_id=made.session.id)
    assert f"2 butir belum dibahas dan dibawa ke Sesi {following.number}" in page.words
    assert [bool(one.select(".note")) for one in page.soup.select("main li") if one.get_text().strip()][-2:] == [
        False,
        True,
    ]
    assert "Kehadiran belum dicatat" in page.words
