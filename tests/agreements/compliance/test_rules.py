"""What became of obligations, which of them a chart shows, and which finding it states."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.clauses.rules import Frequency, Fulfilment
from agreements.compliance.rules import (
    ENDED,
    PRESSING,
    Counts,
    Finding,
    Outcome,
    Owed,
    chosen,
    count,
    finding,
    leaning,
    months,
    outcome_of,
    period_number,
    window,
)
from commitments.registry.rules import Verification

DUE = date(2026, 6, 15)
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))


def owed(outcome=Outcome.OPEN, *, first=DUE, due=None, met_on=None, counts=True):
    keys = (uuid4(), uuid4(), uuid4())
    said = ("KMT-2026-0001", "Pasal 5", 1, "Laporan mutu data", uuid4(), uuid4())
    kind = (Frequency.QUARTERLY, Verification.UNVERIFIED)
    return Owed(*keys, *said, *kind, first, due or first, outcome, met_on, None, counts)


@pytest.mark.parametrize(
    "found, met_on, expected",
    [
        (Fulfilment.MET, DUE, Outcome.MET),
        (Fulfilment.MET, DUE + timedelta(days=1), Outcome.MET_LATE),
        (Fulfilment.MET, None, Outcome.MET),
        (Fulfilment.SUBMITTED, None, Outcome.WAITING),
        (Fulfilment.LATE, None, Outcome.LATE),
        (Fulfilment.PARTLY_MET, None, Outcome.PARTLY_MET),
        (Fulfilment.DROPPED, None, Outcome.DROPPED),
    ],
)
def test_met_is_on_the_first_due_date_or_late(found, met_on, expected):
    assert outcome_of(found, first_due=DUE, met_on=met_on) is expected


def test_every_fulfilment_has_an_outcome():
    assert {outcome_of(one, first_due=DUE, met_on=None) for one in Fulfilment} == set(Outcome) - {Outcome.MET_LATE}


@pytest.mark.parametrize(
    "numbers, expected",
    [
        ({}, Finding.NOTHING),
        ({"all": 3}, Finding.NOTHING_DUE),
        ({"all": 3, "due": 2, "met": 2, "on_first": 2}, Finding.ALL_ON_FIRST),
        ({"all": 3, "due": 2, "met": 2, "on_first": 1}, Finding.ALL_MET),
        ({"all": 3, "due": 2, "met": 1}, Finding.SOME_MET),
        ({"all": 3, "due": 2}, Finding.NONE_MET),
    ],
)
def test_the_title_is_the_finding_of_the_numbers(numbers, expected):
    nothing = dict.fromkeys(("all", "due", "met", "on_first", "late_now", "met_late", "open"), 0)
    assert finding(Counts(**{**nothing, **numbers})) is expected


@given(st.lists(st.sampled_from(Outcome), max_size=30))
def test_figures_add_up(outcomes):
    counts = count(owed(one) for one in outcomes)
    assert counts.met == counts.on_first + counts.met_late <= counts.all
    assert counts.open + sum(one in ENDED for one in outcomes) == counts.all
    assert counts.late == outcomes.count(Outcome.MET_LATE) + outcomes.count(Outcome.LATE)


@given(st.lists(st.tuples(st.sampled_from(Outcome), days), max_size=30), st.integers(0, 12))
def test_a_chart_keeps_the_most_pressing_in_their_order(found, most):
    rows = [owed(outcome, first=day) for outcome, day in found]
    kept = chosen(rows, most)
    assert len(kept) == min(most, len(rows))
    assert kept == [one for one in rows if one in kept]
    left = [one for one in rows if one not in kept]
    if kept and left:
        assert max(PRESSING.index(one.outcome) for one in kept) <= min(PRESSING.index(one.outcome) for one in left)


@given(st.integers(2024, 2028), st.lists(days, max_size=5), st.none() | days)
def test_the_window_has_the_year_all_marks_and_a_near_end(year, marks, ends):
    shown = window(year, marks, ends)
    assert shown.start <= date(year, 1, 1) < date(year, 12, 31) < shown.end
    assert all(shown.start <= day < shown.end for day in marks)
    assert shown.ends_on in {None, ends}
    assert shown.ends_on is None or shown.start <= shown.ends_on < shown.end
    first = months(shown.start, shown.end, 3)
    assert first == sorted(first)
    assert {day.month for day in first} <= {1, 4, 7, 10}
    assert all(day.day == 1 and shown.start <= day <= shown.end for day in first)


@pytest.mark.parametrize(
    "balance, expected",
    [
        ([], None),
        ([(1, 2, 2), (2, 1, 1)], None),
        ([(1, 3, 2), (2, 2, 3)], (1, 1)),
        ([(1, 0, 3), (2, 2, 0)], (1, -3)),
    ],
)
def test_the_balance_names_the_party_that_differs_most(balance, expected):
    found = leaning([(UUID(int=key), duties, rights) for key, duties, rights in balance])
    assert (found and (found.party_id.int, found.difference)) == expected


def test_periods_are_numbered_within_the_year():
    day = date(2026, 9, 30)
    numbers = {one: period_number(one, day) for one in Frequency}
    assert numbers == {
        Frequency.ONCE: 0,
        Frequency.MONTHLY: 9,
        Frequency.QUARTERLY: 3,
        Frequency.HALF_YEARLY: 2,
        Frequency.YEARLY: 0,
    }
