"""The order of an agenda: one request puts all items in place, by program and by page."""

from uuid import uuid4

import pytest

from forums.agenda.queries import in_order
from tests.forums.room import room


def titles(session):
    return [item.title for item in in_order(session.id)]


@pytest.fixture
def it(app):
    made = room()
    made.items = [made.item(title=title, position=place) for place, title in enumerate("abc", 1)]
    return made


def send(browser, it, ids, status=None):
    return browser.post(
        "forums.agenda.order", {"order": [str(one) for one in ids]}, session_id=it.session.id, status=status
    )


def test_the_items_are_in_the_order_that_was_sent(it, as_user):
    a, b, c = (item.id for item in it.items)
    send(as_user(it.chair), it, [c, a, b])
    assert titles(it.session) == ["c", "a", "b"]


def test_an_order_of_an_agenda_that_changed_meanwhile_is_refused(it, as_user):
    a, b, c = (item.id for item in it.items)
    it.item(title="d", position=4)
    for stale in ([c, a, b], [a, b, c, uuid4()], [a, a, b, c]):
        answer = send(as_user(it.chair), it, stale, status=409)
        assert "Muat ulang" in answer.words
    assert titles(it.session) == ["a", "b", "c", "d"]


def test_an_order_without_ids_is_refused(it, as_user):
    send(as_user(it.chair), it, ["x"], status=422)
    assert titles(it.session) == ["a", "b", "c"]


@pytest.mark.parametrize("who, status", [("facilitator", 303), ("coordinator", 303), ("member", 403), ("taker", 403)])
def test_an_agenda_is_ordered_by_those_who_arrange_it(it, as_user, who, status):
    send(as_user(getattr(it, who)), it, [item.id for item in reversed(it.items)], status=status)


def test_the_agenda_of_a_session_that_is_over_keeps_its_order(it, as_user):
    it.hold()
    send(as_user(it.chair), it, [item.id for item in reversed(it.items)], status=409)


def test_a_program_orders_an_agenda(it, as_program):
    chair = as_program(it.chair)
    path = f"/sessions/{it.session.id}/agenda"
    ids = [str(item.id) for item in reversed(it.items)]
    answer = chair.post(f"{path}/order", {"order": ids})
    assert answer.json["timing"] == {"planned": 60, "length": 120, "free": 60, "over": 0}
    assert [one["id"] for one in chair.get(f"{path}-items").json["items"]] == ids
    chair.post(f"{path}/order", {}, status=422)
