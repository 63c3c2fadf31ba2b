"""Terms, moves, due dates and fulfilment, whatever the dates."""

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from agreements.clauses.rules import (
    MONTHS,
    Frequency,
    Fulfilment,
    due_dates,
    fell_due,
    fulfilment,
    most_pressing,
    next_due,
    periods,
    quarter,
)
from agreements.registry.rules import EXPIRING_WITHIN, MAKING, MOVES, Stage, Term, Validity
from commitments.registry.rules import CommitmentFacts, Delivery, Verification

A_DAY = timedelta(days=1)
DAYS = some.dates(date(2000, 1, 1), date(2100, 1, 1))
RECURRING = some.sampled_from(list(MONTHS))


def term(stage=Stage.SIGNED, begins=date(2026, 1, 9), ends=date(2027, 1, 8), notice=30):
    return Term(stage=stage, effective_on=begins, expires_on=ends, notice_days=notice)


@pytest.mark.parametrize(
    "today,validity",
    [
        (date(2026, 1, 8), Validity.UPCOMING),
        (date(2026, 1, 9), Validity.ACTIVE),
        (date(2026, 11, 8), Validity.ACTIVE),
        (date(2026, 11, 9), Validity.EXPIRING),
        (date(2027, 1, 8), Validity.EXPIRING),
        (date(2027, 1, 9), Validity.EXPIRED),
    ],
)
def test_validity_follows_from_the_dates(today, validity):
    assert term().validity(today) is validity


@given(today=DAYS, begins=some.none() | DAYS, length=some.none() | some.integers(0, 4000))
def test_a_signed_agreement_is_always_valid_in_one_way(today, begins, length):
    ends = None if length is None else (begins or today) + timedelta(days=length)
    found = term(begins=begins, ends=ends).validity(today)
    assert (found is Validity.EXPIRED) == (ends is not None and ends < today)
    if found is Validity.EXPIRING:
        assert 0 <= (ends - today).days <= EXPIRING_WITHIN


@given(today=DAYS, stage=some.sampled_from([one for one in Stage if one not in {Stage.SIGNED, Stage.RENEWED}]))
def test_what_is_not_signed_has_no_validity(today, stage):
    assert term(stage=stage).validity(today) is None


@given(ends=DAYS, days=some.integers(0, 366))
def test_notice_is_due_so_many_days_before_the_end(ends, days):
    assert term(ends=ends, notice=days).notice_on + timedelta(days=days) == ends


def test_without_an_end_no_notice_is_due():
    assert term(ends=None).notice_on is None


def test_only_what_is_out_for_signature_can_be_signed():
    assert [stage for stage in Stage if Stage.SIGNED in MOVES[stage]] == [Stage.OUT_FOR_SIGNATURE]


def test_nothing_leads_away_from_an_end():
    assert all(not MOVES[stage] for stage in (Stage.RENEWED, Stage.TERMINATED, Stage.CANCELLED))


def test_before_signature_an_agreement_goes_back_and_forth():
    for stage in MAKING:
        assert set(MAKING) - {stage} <= MOVES[stage]
        assert Stage.CANCELLED in MOVES[stage]
        assert stage not in MOVES[stage]


def test_the_last_day_of_a_month_stays_the_last_day():
    dues = islice(due_dates(date(2027, 12, 31), Frequency.MONTHLY, until=None), 4)
    assert [str(day) for day in dues] == ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31"]


@given(first=DAYS, frequency=RECURRING, number=some.integers(1, 60))
def test_recurring_dates_keep_their_distance_in_months(first, frequency, number):
    dues = list(islice(due_dates(first, frequency, until=None), number))
    months = [day.year * 12 + day.month for day in dues]
    assert dues == sorted(set(dues))
    assert all(after - before == MONTHS[frequency] for before, after in pairwise(months))
    assert all(day.day <= first.day for day in dues)


@given(first=DAYS, frequency=some.sampled_from(list(Frequency)), since=DAYS, until=some.none() | DAYS)
def test_the_next_date_is_the_first_one_from_then_on(first, frequency, since, until):
    if frequency is Frequency.MONTHLY and until is None and (since - first).days > 20_000:
        return
    found = next_due(first, frequency, since=since, until=until)
    if found is None:
        assert frequency is Frequency.ONCE or until is not None
        return
    assert found >= since
    assert not [day for day in _before(first, frequency, found) if day >= since]
    if frequency is not Frequency.ONCE and until:
        assert found <= until


def _before(first, frequency, end):
    for day in due_dates(first, frequency, until=None):
        if day >= end:
            return
        yield day


@given(
    first=DAYS,
    frequency=RECURRING,
    ticks=some.lists(some.integers(0, 900), min_size=1, max_size=12).map(sorted),
    length=some.none() | some.integers(0, 1200),
)
@example(first=date(2026, 12, 31), frequency=Frequency.MONTHLY, ticks=[0, 7, 83], length=None)
@example(first=date(2028, 2, 29), frequency=Frequency.YEARLY, ticks=[0, 800], length=900)
def test_the_same_periods_are_promised_whenever_somebody_looks(first, frequency, ticks, length):
    until = None if length is None else first + timedelta(days=length)
    made, following = [], first
    for tick in ticks:
        horizon = first + timedelta(days=tick)
        if following:
            made += (found := periods(first, frequency, since=following, horizon=horizon, until=until))
            following = next_due(first, frequency, since=found[-1] + A_DAY, until=until) if found else following
    last = first + timedelta(days=ticks[-1])
    assert made == [due for due in islice(due_dates(first, frequency, until=until), 100) if due <= last]


def test_a_one_off_is_due_even_after_the_end_of_its_agreement():
    assert next_due(date(2027, 3, 1), Frequency.ONCE, since=date(2027, 1, 1), until=date(2027, 1, 8)) == date(
        2027, 3, 1
    )


def test_dates_end_with_the_calendar():
    assert next_due(date(9999, 12, 1), Frequency.YEARLY, since=date(9999, 12, 2), until=None) is None


TODAY = date(2026, 11, 24)


def commitment(delivery, due=date(2026, 12, 18), **more):
    return CommitmentFacts(delivery=delivery, first_due=due, current_due=due, **more)


@pytest.mark.parametrize(
    "owed,verification,found",
    [
        (commitment(Delivery.PROPOSED), Verification.UNVERIFIED, Fulfilment.UNANSWERED),
        (commitment(Delivery.COUNTER_PROPOSED), Verification.UNVERIFIED, Fulfilment.UNANSWERED),
        (commitment(Delivery.ACCEPTED), Verification.UNVERIFIED, Fulfilment.DUE),
        (commitment(Delivery.IN_PROGRESS), Verification.PARTIALLY_MET, Fulfilment.DUE),
        (commitment(Delivery.IN_PROGRESS, TODAY - timedelta(days=1)), Verification.UNVERIFIED, Fulfilment.LATE),
        (commitment(Delivery.BLOCKED, TODAY - timedelta(days=1)), Verification.UNVERIFIED, Fulfilment.LATE),
        (commitment(Delivery.BLOCKED), Verification.UNVERIFIED, Fulfilment.BLOCKED),
        (commitment(Delivery.SUBMITTED, TODAY - timedelta(days=9)), Verification.UNVERIFIED, Fulfilment.SUBMITTED),
        (commitment(Delivery.CLOSED, met_on=TODAY), Verification.MET, Fulfilment.MET),
        (commitment(Delivery.CLOSED), Verification.PARTIALLY_MET, Fulfilment.PARTLY_MET),
        (commitment(Delivery.DECLINED), Verification.UNVERIFIED, Fulfilment.DROPPED),
        (commitment(Delivery.CANCELLED), Verification.UNVERIFIED, Fulfilment.DROPPED),
    ],
)
def test_what_became_of_a_commitment(owed, verification, found):
    assert fulfilment(owed, verification, TODAY) is found


def test_dropped_commitments_and_those_still_to_come_do_not_count_as_due():
    assert not fell_due(commitment(Delivery.DECLINED, TODAY - timedelta(days=5)), Fulfilment.DROPPED, TODAY)
    assert not fell_due(commitment(Delivery.ACCEPTED), Fulfilment.DUE, TODAY)
    assert fell_due(commitment(Delivery.CLOSED, met_on=TODAY), Fulfilment.MET, TODAY)
    assert fell_due(commitment(Delivery.IN_PROGRESS, TODAY - timedelta(days=1)), Fulfilment.LATE, TODAY)


def test_lateness_is_shown_before_anything_else():
    assert most_pressing([Fulfilment.MET, Fulfilment.DUE, Fulfilment.LATE]) is Fulfilment.LATE
    assert most_pressing([]) is None


@given(day=DAYS)
def test_a_quarter_has_three_months(day):
    assert quarter(day) in {1, 2, 3, 4}
    assert 3 * (quarter(day) - 1) < day.month <= 3 * quarter(day)
