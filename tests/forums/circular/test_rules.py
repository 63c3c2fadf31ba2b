"""What follows from votes, and how long a circular circulates."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.circular.rules import (
    IN_FAVOUR,
    Choice,
    Outcome,
    SeatVote,
    count,
    is_long_enough,
    is_within_extension,
    outcome,
    quorum_of_votes,
    reminder_day,
    usual_end,
    working_day_after,
    working_days_until,
)

JAKARTA = ZoneInfo("Asia/Jakarta")
CHOICES = st.lists(st.sampled_from(Choice), max_size=12)


def never(_day):
    return None


@given(CHOICES, st.booleans())
def test_nothing_is_adopted_without_a_quorum(choices, by_vote):
    assert outcome(choices, quorum_met=False, by_vote=by_vote) is Outcome.NO_QUORUM


@given(CHOICES)
def test_under_consensus_nobody_may_disagree_or_want_discussion(choices):
    found = outcome(choices, quorum_met=True, by_vote=False)
    against = {Choice.DISCUSS, Choice.DISAGREE} & set(choices)
    agreed = any(choice in IN_FAVOUR for choice in choices)
    assert (found is Outcome.ADOPTED) == (agreed and not against)
    assert (found is Outcome.TO_DISCUSS) == bool(against)


@given(CHOICES)
def test_by_vote_the_majority_of_those_for_or_against_decides(choices):
    found = outcome(choices, quorum_met=True, by_vote=True)
    more = sum(choice in IN_FAVOUR for choice in choices) > choices.count(Choice.DISAGREE)
    assert (found is Outcome.ADOPTED) == (more and Choice.DISCUSS not in choices)


@given(CHOICES, st.integers(0, 12), st.booleans())
def test_silence_and_abstaining_never_count_as_agreement(choices, abstaining, by_vote):
    neutral = [*choices, *[Choice.ABSTAIN] * abstaining]
    before = outcome(choices, quorum_met=True, by_vote=by_vote)
    assert outcome(neutral, quorum_met=True, by_vote=by_vote) is before


@given(CHOICES, st.booleans())
def test_one_more_agreement_never_undoes_an_adoption(choices, by_vote):
    if outcome(choices, quorum_met=True, by_vote=by_vote) is Outcome.ADOPTED:
        assert outcome([*choices, Choice.AGREE], quorum_met=True, by_vote=by_vote) is Outcome.ADOPTED


@given(st.lists(st.tuples(st.sampled_from(["government", "private"]), st.none() | st.sampled_from(Choice)), max_size=9))
def test_the_quorum_counts_who_voted_as_a_session_counts_who_came(given_votes):
    votes = [SeatVote(*one) for one in given_votes]
    found = quorum_of_votes(votes, share=50, required=["private"])
    voted = [one for one in votes if one.choice is not None]
    assert (found.taken, found.seats) == (len(voted), len(votes))
    private = any(one.sector == "private" for one in voted)
    assert found.is_met == (len(voted) * 2 >= len(votes) and bool(voted) and private)
    assert count(votes).total() == len(votes)


def test_working_days_leave_out_weekends_and_holidays():
    thursday, wednesday = date(2026, 11, 26), date(2026, 12, 2)
    assert working_days_until(thursday, wednesday, never) == 4
    monday_off = {date(2026, 11, 30): "libur"}.get
    assert working_days_until(thursday, wednesday, monday_off) == 3
    assert working_day_after(thursday, 1, monday_off) == date(2026, 11, 27)
    assert working_day_after(thursday, 2, monday_off) == date(2026, 12, 1)


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(1, 20))
def test_the_day_after_some_working_days_is_that_many_away(day, days):
    assert working_days_until(day, working_day_after(day, days, never), never) == days


@pytest.mark.parametrize("day, fits", [(27, False), (30, True)])
def test_a_circular_circulates_for_three_working_days(day, fits):
    tuesday = datetime(2026, 11, 25, 9, tzinfo=UTC)  # Wednesday: Thursday, Friday, Monday follow
    assert is_long_enough(tuesday, datetime(2026, 11, day, 9, tzinfo=UTC), JAKARTA, never) is fits


def test_the_proposed_end_is_four_working_days_away_at_four():
    assert usual_end(datetime(2026, 11, 26, 9, tzinfo=UTC), JAKARTA, never) == datetime(2026, 12, 2, 16, tzinfo=JAKARTA)


@pytest.mark.parametrize("hours, fits", [(-1, False), (0, False), (1, True), (5 * 24, True), (6 * 24, False)])
def test_an_extension_is_later_by_three_working_days_at_most(hours, fits):
    end = datetime(2026, 12, 2, 9, tzinfo=UTC)  # Wednesday: Thursday, Friday and Monday follow
    assert is_within_extension(end, end + timedelta(hours=hours), JAKARTA, never) is fits


def test_the_silent_are_reminded_a_working_day_before_the_end():
    assert reminder_day(datetime(2026, 11, 30, 9, tzinfo=UTC), JAKARTA, never) == date(2026, 11, 27)
