"""Months, weeks and years as people turn their pages."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.calendar.rules import FIRST_YEAR, LAST_YEAR, Period, View, at_the_same_time

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
