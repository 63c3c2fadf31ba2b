"""Periods of days, whatever their ends."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.members.rules import earlier, overlap

pytestmark = pytest.mark.one_database

FIRST = date(2026, 1, 1)
days = st.integers(0, 30).map(lambda number: FIRST + timedelta(days=number))
lasts = st.one_of(st.none(), days)


def held(first, last):
    """The days of a period within the months that the strategies draw from."""
    end = last or FIRST + timedelta(days=40)
    return {first + timedelta(days=number) for number in range((end - first).days + 1)}


@given(days, lasts, days, lasts)
def test_periods_overlap_when_they_share_a_day(first, last, other_first, other_last):
    if (last and last < first) or (other_last and other_last < other_first):
        return
    shared = bool(held(first, last) & held(other_first, other_last))
    assert overlap(first, last, other_first, other_last) is shared
    assert overlap(other_first, other_last, first, last) is shared


@given(lasts, lasts)
def test_the_earlier_last_day_ends_both(one, other):
    assert held(FIRST, earlier(one, other)) == held(FIRST, one) & held(FIRST, other)
