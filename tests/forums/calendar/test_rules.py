"""Months, weeks and years as people turn their pages."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.calendar.rules import (
    FIRST_YEAR,
    LAST_YEAR,
    MOST_LANES,
    Period,
    View,
    at_the_same_time,
    hours_of,
    is_working_day,
    side_by_side,
)

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


def spans(*hours):
    return [(datetime(2026, 11, 26, start), datetime(2026, 11, 26, end)) for start, end in hours]


def test_overlapping_sessions_share_the_width_of_their_group():
    assert side_by_side(spans((8, 16), (9, 10), (10, 12), (16, 17))) == [(0, 2), (1, 2), (1, 2), (0, 1)]
    assert side_by_side(spans((9, 11), (9, 11), (10, 12))) == [(0, 3), (1, 3), (2, 3)]
    assert side_by_side([]) == []


def test_lanes_are_used_again_when_too_many_sessions_overlap():
    assert side_by_side(spans(*[(9, 11)] * 8))[6:] == [(0, MOST_LANES), (1, MOST_LANES)]


@given(st.lists(st.tuples(st.integers(0, 22), st.integers(1, 6)), max_size=6))
def test_sessions_of_one_lane_never_overlap(pairs):
    given = spans(*sorted((start, min(start + length, 23)) for start, length in pairs if start < 23))
    found = side_by_side(given)
    assert len(found) == len(given)
    for number, (one, (lane, lanes)) in enumerate(zip(given, found, strict=True)):
        assert lane < lanes
        for other, place in list(zip(given, found, strict=True))[number + 1 :]:
            if one[0] < other[1] and other[0] < one[1]:
                assert place[0] != lane
                assert place[1] == lanes


def test_offices_rest_on_weekends_and_holidays():
    friday = date(2026, 11, 27)
    assert is_working_day(friday, is_holiday=False)
    assert not is_working_day(friday, is_holiday=True)
    assert not is_working_day(friday + timedelta(days=1), is_holiday=False)
