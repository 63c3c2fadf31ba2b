"""Rules of dispositions."""

from collections import namedtuple
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.dispositions.rules import OPEN, DispositionState, above, is_overdue

Step = namedtuple("Step", "giver_id receiver_id")
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize("state", DispositionState)
def test_only_open_ones_are_overdue_and_only_after_their_date(state):
    assert is_overdue(state, date(2026, 11, 23), TODAY) is (state in OPEN)
    assert not is_overdue(state, TODAY, TODAY)


def test_the_chain_ends_where_somebody_else_began_anew():
    chain = [Step("b", "c"), Step("a", "b"), Step("x", "y")]
    assert list(above(chain)) == chain[:2]
    assert list(above([])) == []


@given(st.lists(st.sampled_from("abcde"), min_size=2, max_size=6))
def test_whoever_passed_it_on_in_one_chain_is_in_it(people):
    steps = [Step(giver, receiver) for giver, receiver in pairwise(people)]
    assert list(above(reversed(steps))) == steps[::-1]
