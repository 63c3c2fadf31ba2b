"""The pure rules of commitments."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.registry.rules import ENDED, OPEN, OWED, CommitmentFacts, Delivery, Health, worst
from commitments.reminders.rules import Step, due_step, dues_at, steps_covered

DUE = date(2026, 12, 18)
days = st.integers(-400, 400).map(lambda n: DUE + timedelta(days=n))
commitments = st.builds(
    CommitmentFacts,
    delivery=st.sampled_from(Delivery),
    first_due=days,
    current_due=days,
    progress=st.integers(0, 100),
    accepted_on=st.none() | days,
    met_on=st.none() | days,
)


def commitment(delivery: Delivery = Delivery.ACCEPTED, **facts) -> CommitmentFacts:
    return CommitmentFacts(delivery=delivery, first_due=DUE, current_due=DUE, **facts)


@given(commitments, days)
def test_only_what_is_owed_can_be_late(made: CommitmentFacts, today: date):
    assert (made.days_late(today) > 0) == (made.delivery in OWED and made.current_due < today)


@given(commitments, days)
def test_what_is_late_or_blocked_is_red_and_nothing_else_is(made: CommitmentFacts, today: date):
    hurts = made.delivery is Delivery.BLOCKED or made.days_late(today) > 0
    assert (made.health(today) is Health.RED) == hurts


@given(commitments)
def test_on_time_is_measured_against_the_first_due_date(made: CommitmentFacts):
    assert made.was_on_time == (None if made.met_on is None else made.met_on <= made.first_due)


@pytest.mark.parametrize(
    "delivery,today,colour",
    [
        (Delivery.ACCEPTED, DUE - timedelta(days=8), Health.GREEN),
        (Delivery.ACCEPTED, DUE - timedelta(days=7), Health.AMBER),
        (Delivery.ACCEPTED, DUE, Health.AMBER),
        (Delivery.ACCEPTED, DUE + timedelta(days=1), Health.RED),
        (Delivery.SUBMITTED, DUE + timedelta(days=30), Health.GREEN),
        (Delivery.PROPOSED, DUE + timedelta(days=30), Health.GREY),
        (Delivery.CANCELLED, DUE, Health.GREY),
        (Delivery.CLOSED, DUE, Health.GREEN),
    ],
)
def test_colours_follow_state_and_date(delivery: Delivery, today: date, colour: Health):
    assert commitment(delivery).health(today) is colour


def test_progress_far_behind_the_elapsed_time_is_amber():
    accepted = DUE - timedelta(days=100)
    today = DUE - timedelta(days=40)
    assert commitment(progress=10, accepted_on=accepted).health(today) is Health.AMBER
    assert commitment(progress=50, accepted_on=accepted).health(today) is Health.GREEN


def test_a_forum_has_the_colour_of_its_worst_commitment():
    assert worst([Health.GREEN, Health.AMBER, Health.GREY]) is Health.AMBER
    assert worst([Health.GREY]) is worst([]) is Health.GREY


@given(commitments, days)
def test_a_reminder_step_is_the_latest_reached(made: CommitmentFacts, today: date):
    age = (today - made.current_due).days
    step = due_step(made, today)
    reached = [other for other in Step if other.days <= age] if made.is_owed else []
    assert step == (max(reached, key=lambda other: other.days) if reached else None)
    if step:
        assert steps_covered(step) == [other for other in Step if other in reached]


def test_every_state_is_open_or_ended():
    assert frozenset(Delivery) == OPEN | ENDED
    assert not OPEN & ENDED


@given(commitments, days)
def test_the_due_dates_of_a_step_are_those_of_which_it_is_the_latest(made: CommitmentFacts, today: date):
    step = due_step(made, today)
    for other in Step if made.is_owed else ():
        after, until = dues_at(other, today)
        assert (made.current_due <= until and (after is None or made.current_due > after)) is (other is step)
