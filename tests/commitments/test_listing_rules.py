"""The rules of the list: groups by due date, tabs, what a saved view keeps, and who is left out of a reminder."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.circles.rules import Classification
from app.saved_views.rules import as_query, kept
from commitments.bulk.rules import Refusal, refusal_to_remind
from commitments.listing.filters import group_of, tab_of
from commitments.listing.rules import DueGroup, Group, by_due, due_group, end_of_week
from commitments.registry.rules import OPEN, OWED, Delivery

TUESDAY = date(2026, 11, 24)
days = st.integers(-400, 400).map(lambda number: TUESDAY + timedelta(days=number))
deliveries = st.sampled_from(Delivery)


@pytest.mark.parametrize(
    "delivery, due, expected",
    [
        (Delivery.IN_PROGRESS, date(2026, 11, 23), DueGroup.LATE),
        (Delivery.BLOCKED, date(2026, 11, 4), DueGroup.LATE),
        (Delivery.SUBMITTED, date(2026, 11, 23), DueGroup.WAITING),
        (Delivery.PROPOSED, date(2026, 11, 23), DueGroup.WAITING),
        (Delivery.ACCEPTED, date(2026, 11, 24), DueGroup.THIS_WEEK),
        (Delivery.SUBMITTED, date(2026, 11, 29), DueGroup.THIS_WEEK),
        (Delivery.ACCEPTED, date(2026, 11, 30), DueGroup.LATER),
        (Delivery.CLOSED, date(2026, 11, 4), DueGroup.ENDED),
        (Delivery.CANCELLED, date(2027, 1, 1), DueGroup.ENDED),
    ],
)
def test_when_a_commitment_is_due(delivery, due, expected):
    assert due_group(delivery, due, TUESDAY) is expected


@given(st.lists(st.tuples(deliveries, days)), days)
def test_groups_hold_every_row_once_in_order(rows, today):
    rows.sort(key=lambda row: row[1])
    groups = by_due(rows, lambda row: due_group(*row, today))
    assert sorted((row for group in groups for row in group.rows), key=str) == sorted(rows, key=str)
    order = list(DueGroup)
    assert all(order.index(one.key) < order.index(other.key) for one, other in pairwise(groups))
    for group in groups:
        assert [row[1] for row in group.rows] == sorted(row[1] for row in group.rows)


@given(days)
def test_a_week_ends_on_sunday(day):
    assert end_of_week(day).weekday() == 6
    assert timedelta(0) <= end_of_week(day) - day < timedelta(days=7)


def test_the_list_is_grouped_by_due_date_unless_sorted_otherwise():
    assert group_of({}, "due") is Group.DUE
    assert group_of({}, "progress") is Group.NONE
    assert group_of({"group": "circle"}, "progress") is Group.CIRCLE
    assert group_of({"group": "'; DROP"}, "due") is Group.DUE


@pytest.mark.parametrize(
    "query, tab",
    [
        ({}, "open"),
        ({"sector": "private"}, "open"),
        ({"state": "overdue"}, "overdue"),
        ({"waiting": "1"}, "waiting"),
        ({"state": "all"}, "all"),
        ({"state": "blocked"}, ""),
        ({"to-verify": "1"}, ""),
    ],
)
def test_the_tab_of_an_address(query, tab):
    assert tab_of(query) == tab


@given(st.dictionaries(st.sampled_from(["q", "state", "page", "lang", "format"]), st.text(max_size=8)))
def test_a_view_keeps_only_parameters_of_the_list_in_one_spelling(query):
    text = kept(query.items(), ("q", "state"))
    assert as_query(text) == {name: value for name, value in query.items() if name in {"q", "state"} and value}
    assert kept(reversed(query.items()), ("state", "q")) == text


@given(deliveries, st.sampled_from(Classification), st.booleans(), st.booleans(), st.booleans())
def test_who_is_left_out_of_a_reminder(delivery, classification, may, reminded, reaches):
    refusal = refusal_to_remind(delivery, classification, may=may, reminded=reminded, reaches=reaches)
    if refusal is None:
        assert (may, reminded, reaches) == (True, False, True)
        assert classification is not Classification.SECRET
        assert delivery in OPEN - {Delivery.COUNTER_PROPOSED}
    if delivery in OWED and classification is Classification.INTERNAL and may:
        assert refusal in ({Refusal.REMINDED} if reminded else {None} if reaches else {Refusal.NOBODY})
