"""Quorums and addresses."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.scheduling.rules import LONGEST_SLUG, seats_needed, slug_of

pytestmark = pytest.mark.one_database


@given(seats=st.integers(0, 500), share=st.integers(0, 100))
def test_a_quorum_is_never_less_than_its_share_and_never_more_than_one_seat_above(seats, share):
    needed = seats_needed(seats, share)
    assert needed * 100 >= seats * share
    assert (needed - 1) * 100 < seats * share or needed <= 1
    assert needed <= seats


@given(seats=st.integers(1, 500))
def test_a_meeting_of_nobody_has_no_quorum(seats):
    assert seats_needed(seats, 0) == 1


@given(st.text(max_size=300), st.sets(st.sampled_from(["forum", "forum-2", "a", "a-2"])))
def test_a_slug_is_plain_short_and_not_taken(name, taken):
    slug = slug_of(name, taken)
    assert set(slug) <= set(string.ascii_lowercase + string.digits + "-")
    assert slug.strip("-") == slug != ""
    assert len(slug) <= LONGEST_SLUG + 4
    assert slug not in taken


def test_a_second_forum_of_the_same_name_gets_a_number():
    assert slug_of("Forum Café", {"forum-cafe", "forum-cafe-2"}) == "forum-cafe-3"
