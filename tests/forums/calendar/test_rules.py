"""Months, weeks and years as people turn their pages."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.calendar.rules import FIRST_YEAR, LAST_YEAR, Period, View, at_the_same_time, hours_of, in_blocks

pytestmark = pytest.mark.one_database
DAYS = st.dates(date(FIRST_YEAR, 1, 5), date(LAST_YEAR, 12, 20))
VIEWS = st.sampled_from(View)


@given(VIEWS, DAYS)
def test_a_period_holds_its_day_and_is_read_back_from_the_address(view, day):
    period = Period.around(view, day)
    assert day in period
    assert Period.written(view, str(period)) == period


@given(VIEWS, DAYS)
def test_periods_follow_each_other_without_a_gap(view, day):
    period = Period.around(view, day)
    if following := period.after:
        assert following.first == period.last + timedelta(days=1)
        assert following.before == period


@given(VIEWS, DAYS)
def test_the_weeks_of_a_period_hold_each_of_its_days_once(view, day):
    period = Period.around(view, day)
    days = [one for week in period.weeks() for one in week]
    assert [one for one in days if one in period] == [
        period.first + timedelta(days=number) for number in range((period.last - period.first).days + 1)
    ]
    assert all(week[0].weekday() == 0 and len(week) == 7 for week in period.weeks())


@pytest.mark.parametrize("text", ["", "2026-13", "2026-W54", "2025-W53", "1969", "2200", "x", "2026-1", "٢٠٢٦"])
def test_what_is_no_period_is_none(text):
    assert all(Period.written(view, text) is None for view in View)


def test_the_first_and_last_years_end_the_pages():
    assert Period(View.YEAR, date(1970, 1, 1)).before is None
    assert Period(View.MONTH, date(2199, 12, 1)).after is None


def test_sessions_that_touch_are_not_at_the_same_time():
    nine, ten, eleven = (datetime(2026, 11, 26, hour) for hour in (9, 10, 11))
    assert at_the_same_time([(nine, ten), (ten, eleven)]) == [False, False]
    assert at_the_same_time([(nine, eleven), (ten, eleven), (eleven, eleven)]) == [True, True, False]


@given(DAYS)
def test_a_month_is_shown_in_whole_weeks(day):
    month = Period.around(View.MONTH, day)
    first, last = month.shown
    assert (first.weekday(), last.weekday()) == (0, 6)
    assert first <= month.first <= month.last <= last
    assert (last - first).days < 42


@pytest.mark.parametrize(
    "starts, ends, hours",
    [
        (datetime(2026, 11, 26, 9), datetime(2026, 11, 26, 11), range(9, 11)),
        (datetime(2026, 11, 26, 9, 30), datetime(2026, 11, 26, 11, 15), range(9, 12)),
        (datetime(2026, 11, 26, 9, 15), datetime(2026, 11, 26, 9, 45), range(9, 10)),
        (datetime(2026, 11, 26, 22), datetime(2026, 11, 27), range(22, 24)),
        (datetime(2026, 11, 26, 23, 30), datetime(2026, 11, 27, 1), range(23, 24)),
    ],
)
def test_a_session_touches_the_hours_of_the_day_on_which_it_starts(starts, ends, hours):
    assert hours_of(starts, ends) == hours


def test_a_session_that_starts_during_another_has_a_block_of_its_own():
    assert in_blocks([range(8, 16), range(13, 14), range(13, 15), range(18, 19)]) == [
        (range(8, 13), [0]),
        (range(13, 16), [1, 2]),
        (range(18, 19), [3]),
    ]


@given(st.lists(st.tuples(st.integers(0, 23), st.integers(1, 24)), max_size=12))
def test_blocks_cover_every_hour_once_and_start_with_their_sessions(pairs):
    hours = sorted((range(start, min(start + length, 24)) for start, length in pairs), key=lambda one: one.start)
    blocks = in_blocks(hours)
    covered = [hour for block, _places in blocks for hour in block]
    assert covered == sorted({hour for span in hours for hour in span})
    assert [place for _block, places in blocks for place in places] == list(range(len(hours)))
    assert all(hours[place].start == block.start for block, places in blocks for place in places)
