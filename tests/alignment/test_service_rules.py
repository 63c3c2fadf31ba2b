"""Rules of services: coverage on any day, quarters, growth with its plan, and the next status."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.services.rules import (
    Coverage,
    Entry,
    Integration,
    Quarter,
    coverage,
    growth,
    placed,
    quarter_of,
    status_on,
    suggested,
)

DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
FEW = st.dates(date(2026, 1, 1), date(2026, 1, 12))
STATUSES = st.lists(st.tuples(FEW, st.sampled_from(Integration)), max_size=5)
ENTRIES = st.lists(
    st.builds(lambda rows, archived: Entry(sorted(rows, key=lambda row: row[0]), archived), STATUSES, st.none() | FEW),
    max_size=5,
)
INTEGRATED, PARTIAL, MANUAL = Integration.INTEGRATED, Integration.PARTIAL, Integration.MANUAL


def slowly(entries, day):
    """The definition, day by day: what holds on a day holds on the next one, unless something changes on that one."""
    integrated = total = 0
    for entry in entries:
        holds, at = None, date(2026, 1, 1)
        while at <= day:
            for since, status in entry.statuses:
                holds = status if since == at and holds != "archived" else holds
            holds = "archived" if entry.archived == at else holds
            at += timedelta(days=1)
        total += holds not in {None, "archived"}
        integrated += holds is INTEGRATED
    return Coverage(integrated, total)


@given(ENTRIES, FEW)
def test_the_coverage_of_any_day_is_its_definition(entries, day):
    assert coverage(entries, day) == slowly(entries, day)


@given(ENTRIES, FEW, st.lists(st.builds(quarter_of, DAYS), max_size=4))
def test_growth_ends_with_today_and_its_plan_never_falls(entries, day, targets):
    points = growth(entries, targets, day)
    past = [one for one in points if not one.planned]
    assert (past[-1].integrated, past[-1].total) == coverage(entries, day)
    planned = [past[-1].integrated, *(one.integrated for one in points if one.planned)]
    assert planned == sorted(planned)
    assert [one.quarter.until(other.quarter) for one, other in pairwise(points)] == [1] * 7


@given(DAYS, st.integers(-40, 40))
def test_quarters_divide_the_years(day, steps):
    quarter = quarter_of(day)
    assert quarter.first <= day <= quarter.last
    assert quarter.plus(1).first == quarter.last + timedelta(days=1)
    assert quarter.plus(steps).plus(-steps) == quarter
    assert quarter.until(quarter.plus(steps)) == steps
    assert (quarter.plus(steps) > quarter) is (steps > 0)
    assert quarter_of(quarter.first) == quarter_of(quarter.last) == quarter


def test_targets_that_passed_are_no_plan():
    entries = [Entry([(date(2026, 1, 1), MANUAL)])] * 3
    points = growth(entries, [Quarter(2026, 2), Quarter(2026, 4), Quarter(2027, 2)], date(2026, 11, 30))
    assert [(one.quarter, one.integrated) for one in points if one.planned] == [
        (Quarter(2027, 1), 1),
        (Quarter(2027, 2), 2),
        (Quarter(2027, 3), 2),
        (Quarter(2027, 4), 2),
    ]


def test_of_two_statuses_of_a_day_the_later_one_counts():
    entry = Entry([(date(2026, 1, 1), MANUAL), (date(2026, 3, 1), PARTIAL), (date(2026, 3, 1), INTEGRATED)])
    assert [status_on(entry, date(2026, month, 1)) for month in (1, 2, 3)] == [MANUAL, MANUAL, INTEGRATED]
    assert status_on(entry, date(2025, 12, 31)) is None


@pytest.mark.parametrize(
    "begins,ends,shown",
    [
        (Quarter(2026, 4), Quarter(2026, 4), (0, 1)),
        (Quarter(2026, 2), Quarter(2027, 1), (0, 2)),
        (Quarter(2027, 3), Quarter(2028, 3), (3, 2)),
        (Quarter(2026, 1), Quarter(2026, 3), None),
        (Quarter(2028, 1), Quarter(2028, 1), None),
    ],
)
def test_steps_are_placed_in_the_columns_that_they_touch(begins, ends, shown):
    assert placed(begins, ends, Quarter(2026, 4), 5) == shown


@pytest.mark.parametrize(
    "status,all_met,left,following",
    [
        (MANUAL, True, 0, INTEGRATED),
        (MANUAL, True, 1, PARTIAL),
        (MANUAL, False, 0, PARTIAL),
        (PARTIAL, False, 0, None),
        (PARTIAL, True, 0, INTEGRATED),
        (INTEGRATED, True, 0, None),
    ],
)
def test_the_next_status_follows_from_what_is_left(status, all_met, left, following):
    assert suggested(status, all_met=all_met, steps_left=left) is following
