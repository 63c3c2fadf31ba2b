"""Which act comes next in a forum."""

import pytest

from forums.next_act.rules import Act, Coming, Writing, next_act

READY = {"is_open": False, "opens": False, "awaits_date": False, "has_agenda": True, "invited": True}


@pytest.mark.parametrize(
    "coming, minutes, expected",
    [
        (None, None, Act.ADD_SESSION),
        ({}, None, None),
        ({"is_open": True, "invited": False}, Writing.MISSING, Act.RUN),
        ({"opens": True, "has_agenda": False}, Writing.DRAFT, Act.OPEN),
        ({"has_agenda": False}, Writing.MISSING, Act.WRITE_MINUTES),
        ({"has_agenda": False}, Writing.DRAFT, Act.CIRCULATE_MINUTES),
        ({"awaits_date": True, "opens": True, "invited": False}, Writing.CIRCULATED, Act.SETTLE_DATE),
        ({"has_agenda": False, "invited": False}, Writing.CIRCULATED, Act.ARRANGE_AGENDA),
        ({"invited": False}, None, Act.INVITE),
        (None, Writing.DRAFT, Act.CIRCULATE_MINUTES),
    ],
)
def test_the_most_urgent_act_comes_first(coming, minutes, expected):
    state = None if coming is None else Coming(**{**READY, **coming})
    assert next_act(state, minutes, set(Act)) is expected


def test_an_act_that_the_reader_may_not_do_leaves_room_for_the_next():
    state = Coming(**{**READY, "has_agenda": False, "invited": False})
    assert next_act(state, Writing.MISSING, {Act.ARRANGE_AGENDA}) is Act.ARRANGE_AGENDA
    assert next_act(state, Writing.MISSING, set()) is None
