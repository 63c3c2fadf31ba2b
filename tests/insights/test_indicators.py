"""Windows, shares, trends, survival curves and sector balance."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.indicators.rules import Share, Step, Window, balance, first_of_month, half_done, survival, trend

PAIRS = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 20)), max_size=12)


def test_the_window_before_ends_the_day_before_and_is_as_long():
    window = Window.ending(date(2026, 12, 1), 30)
    assert (window.first, window.days) == (date(2026, 11, 2), 30)
    assert (window.before.last, window.before.days) == (date(2026, 11, 1), 30)


@pytest.mark.parametrize("part,whole,percent", [(2, 3, None), (0, 0, None), (5, 5, 100), (12, 17, 71), (1, 8, 13)])
def test_few_are_told_as_a_count(part, whole, percent):
    assert Share(part, whole).percent == percent


@given(st.dates(date(2020, 1, 31), date(2030, 1, 31)), st.integers(0, 40))
def test_months_go_back_one_by_one(day, back):
    assert first_of_month(day, back + 1) == first_of_month(first_of_month(day, back) - timedelta(days=1))


def test_a_trend_counts_three_months_each():
    kept = {date(2026, 9, 30): (1, 2), date(2026, 10, 1): (1, 1), date(2026, 12, 1): (0, 4)}
    overdue = {date(2026, 10, 31): 0, date(2026, 11, 30): 2, date(2026, 12, 1): 1}
    shares = [(one.first.month, one.share.part, one.share.whole) for one in trend(kept, date(2026, 12, 1), 3, overdue)]
    assert shares == [(10, 2, 3), (11, 2, 5), (12, 1, 6)]


def test_a_month_whose_overdue_commitments_nobody_counted_has_no_share():
    kept = {date(2026, 10, 20): (5, 5), date(2026, 12, 1): (1, 1)}
    months = trend(kept, date(2026, 12, 1), 3, {date(2026, 12, 1): 9})
    assert [one.share for one in months] == [None, None, Share(6, 15)]


def test_what_waits_counts_as_not_done_only_up_to_its_age():
    steps = survival([(10, 1), (30, 1)], [(20, 1), (40, 1)])
    assert steps == [Step(0, 1.0), Step(10, 0.75), Step(30, 0.375)]
    assert half_done(steps) == 30
    assert half_done(survival([(5, 1)], [(9, 3)])) is None


@given(PAIRS, PAIRS)
def test_the_share_not_done_never_rises_and_equals_the_count_where_nothing_waits(done, waiting):
    left = [step.left for step in survival(done, waiting)]
    assert left == sorted(left, reverse=True)
    total = sum(number for _days, number in done)
    for step in survival(done, []):
        still = total - sum(number for days, number in done if days <= step.day and step.day >= 0 and total)
        if total and step.day:
            assert step.left == pytest.approx(still / total)


@given(st.dictionaries(st.sampled_from("pbsma"), st.integers(0, 50), min_size=1))
def test_sectors_that_come_as_they_are_called_are_balanced(called):
    found = balance(called, called)
    assert found is None if not sum(called.values()) else found == pytest.approx(1)


def test_balance_falls_with_the_sector_that_stays_away():
    assert balance({"p": 10}, {"p": 5, "m": 5}) == pytest.approx(0.5)
