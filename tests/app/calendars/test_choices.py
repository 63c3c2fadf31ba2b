"""Choices of a repetition that follow a first date."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendars.choices import ChosenDay, Position, Repeat, choice_on, rule_for
from app.calendars.recurrence import Recurrence

pytestmark = pytest.mark.one_database

DAYS = st.dates(date(2020, 1, 1), date(2050, 12, 31))
OFTEN = st.sampled_from([Repeat.WEEKLY, Repeat.FORTNIGHTLY, Repeat.MONTHLY])


def first_day(choice, first: date) -> date:
    """Return the first day of the choice's rule from `first` on."""
    slot = Recurrence(rule_for(choice), datetime.combine(first, time(9)), "Asia/Jakarta").first_slot
    return slot.astimezone(Recurrence(rule_for(choice), datetime.combine(first, time(9)), "Asia/Jakarta").zone).date()


@given(OFTEN, DAYS)
def test_a_rule_that_follows_the_first_date_begins_on_it(repeat: Repeat, first: date):
    assert first_day(choice_on(repeat, first), first) == first


@given(st.sampled_from([Repeat.MONTHLY, Repeat.QUARTERLY]), DAYS, st.sampled_from(ChosenDay), st.sampled_from(Position))
def test_what_is_chosen_stays_chosen(repeat: Repeat, first: date, day: ChosenDay, position: Position):
    choice = choice_on(repeat, first, day, position)
    assert (choice.day, choice.position) == (day, position)


@given(DAYS)
def test_the_first_four_working_days_of_a_month_are_counted(first: date):
    choice = choice_on(Repeat.MONTHLY, first, ChosenDay.WORKING_DAY)
    working = sum(date(first.year, first.month, number).weekday() < 5 for number in range(1, first.day + 1))
    if first.weekday() < 5 and working <= 4:
        assert first_day(choice, first) == first


def test_a_single_session_and_a_rule_of_ones_own_have_no_day():
    for repeat in (Repeat.ONCE, Repeat.OWN):
        assert choice_on(repeat, date(2026, 12, 1)).day is None
