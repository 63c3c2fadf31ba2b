"""What findings amount to, which verdicts they allow, and how long a delivery has waited."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendars.holidays import Holiday, HolidayKind
from commitments.registry.rules import Verification
from commitments.verification.rules import Finding, agrees_with, overall, working_days_waited

VERDICTS = (Verification.MET, Verification.PARTIALLY_MET, Verification.RETURNED)
FINDINGS = st.lists(st.sampled_from(Finding), min_size=1, max_size=12)
MET, PARTLY, NOT = Finding.MET, Finding.PARTLY_MET, Finding.NOT_MET
WORK = {MET: 2, PARTLY: 1, NOT: 0}
RANK = {Verification.RETURNED: 0, Verification.PARTIALLY_MET: 1, Verification.MET: 2}


@pytest.mark.parametrize(
    "findings, expected",
    [
        ([], Verification.UNVERIFIED),
        ([MET], Verification.MET),
        ([MET, MET], Verification.MET),
        ([MET, PARTLY], Verification.PARTIALLY_MET),
        ([MET, NOT], Verification.PARTIALLY_MET),
        ([PARTLY], Verification.PARTIALLY_MET),
        ([NOT, PARTLY], Verification.PARTIALLY_MET),
        ([NOT], Verification.RETURNED),
        ([NOT, NOT], Verification.RETURNED),
    ],
)
def test_what_findings_amount_to(findings, expected):
    assert overall(findings) is expected


@given(FINDINGS, st.randoms())
def test_the_order_of_the_criteria_does_not_matter_and_repetition_changes_nothing(findings, random):
    shuffled = findings + findings
    random.shuffle(shuffled)
    assert overall(shuffled) is overall(findings)


@given(FINDINGS)
def test_it_is_met_only_if_every_criterion_is(findings):
    assert (overall(findings) is Verification.MET) == (set(findings) == {MET})
    assert agrees_with(Verification.MET, findings) == (set(findings) == {MET})


@given(FINDINGS, st.data())
def test_a_better_finding_never_makes_the_whole_worse(findings, data):
    place = data.draw(st.integers(0, len(findings) - 1))
    better = [one for one in Finding if WORK[one] >= WORK[findings[place]]]
    improved = [*findings[:place], data.draw(st.sampled_from(better)), *findings[place + 1 :]]
    assert RANK[overall(improved)] >= RANK[overall(findings)]


@given(FINDINGS)
def test_every_set_of_findings_allows_a_verdict_and_never_both_acceptance_and_return(findings):
    allowed = {verdict for verdict in VERDICTS if agrees_with(verdict, findings)}
    assert overall(findings) in allowed
    assert not {Verification.MET, Verification.RETURNED} <= allowed


def test_without_findings_a_verdict_stands_by_itself():
    assert all(agrees_with(verdict, []) for verdict in VERDICTS)


FRIDAY = date(2026, 11, 20)
LEAVE = {date(2026, 11, 24): Holiday(date(2026, 11, 24), "Cuti bersama", HolidayKind.GOVERNMENT)}


@pytest.mark.parametrize(
    "today, days", [(20, 0), (21, 0), (22, 0), (23, 1), (24, 1), (25, 2), (27, 4), (29, 4), (30, 5)]
)
def test_weekends_and_days_off_do_not_count(today, days):
    assert working_days_waited(FRIDAY, date(2026, 11, today), LEAVE.get) == days


@given(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.integers(0, 60))
def test_a_delivery_waits_at_most_one_more_working_day_each_day(since, days):
    today = since + timedelta(days=days)
    waited = working_days_waited(since, today, {}.get)
    assert 0 <= working_days_waited(since, today + timedelta(days=1), {}.get) - waited <= 1
    assert waited <= days
