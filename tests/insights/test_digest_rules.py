"""Periods of digests."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.i18n import force_locale
from insights.digests.findings import short_name
from insights.digests.rules import PeriodRefused, period_with, read_period
from insights.indicators.rules import percent

KINDS = st.sampled_from(["weekly", "monthly", "quarterly", "yearly"])


@given(KINDS, st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_a_period_holds_its_day_and_is_read_back_by_its_name(kind: str, day: date):
    period = period_with(kind, day)
    assert period.since <= day <= period.until
    assert read_period(kind, period.name) == period


@given(KINDS, st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_periods_follow_each_other_without_a_gap(kind: str, day: date):
    period = period_with(kind, day)
    assert period.before.until + timedelta(days=1) == period.since
    assert period_with(kind, period.until + timedelta(days=1)).before == period


@pytest.mark.parametrize(
    "kind,name",
    [
        ("monthly", "2026-13"),
        ("monthly", "2026-W44"),
        ("weekly", "2026-W54"),
        ("quarterly", "2026-Q5"),
        ("yearly", "26"),
        ("daily", "2026-10-01"),
        ("monthly", ""),
        ("monthly", "٢٠٢٦-10x"),
    ],
)
def test_what_names_no_period_is_refused_in_one_sentence(kind: str, name: str):
    with pytest.raises(PeriodRefused) as refused:
        read_period(kind, name)
    assert "\n" not in str(refused.value)


def test_quarters_are_named_beside_bars_as_in_titles(app):
    period = read_period("quarterly", "2026-Q4")
    with force_locale("id"):
        assert short_name(period) == "TW IV 2026"
    with force_locale("en"):
        assert short_name(period) == "Q4 2026"


def test_shares_are_rounded_and_of_nothing_there_is_none():
    assert (percent(5, 7), percent(1, 2), percent(0, 3), percent(1, 0)) == (71, 50, 0, None)
