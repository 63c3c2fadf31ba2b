"""Places and who moves up, whatever the numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.registration.rules import moving_up, places_left

pytestmark = pytest.mark.one_database

numbers = st.integers(0, 500)


@given(st.one_of(st.none(), st.integers(1, 500)), numbers, numbers)
def test_as_many_move_up_as_there_is_room_and_nobody_is_left_out_without_need(capacity, confirmed, waiting):
    moved = moving_up(capacity, confirmed, waiting)
    assert 0 <= moved <= waiting
    if capacity is None:
        assert moved == waiting
    else:
        assert confirmed + moved <= max(capacity, confirmed)
        assert moved == waiting or confirmed + moved >= capacity
    left = places_left(capacity, confirmed)
    assert left is None or left >= 0
