"""Rules of the review of minutes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendars.holidays import known_holiday
from forums.minutes.rules import may_be_approved, window_after_change
from forums.review.rules import (
    PartyAnswer,
    all_agreed,
    answer_of,
    counts,
    deputy_since,
    is_outdated,
    named_in,
    reminder_day,
)

UNTIL = datetime(2026, 12, 3, 23, 59, 59, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.mark.parametrize(
    "agreed, corrections, answer",
    [
        (False, 0, PartyAnswer.SILENT),
        (False, 2, PartyAnswer.CORRECTED),
        (True, 0, PartyAnswer.AGREED),
        (True, 1, PartyAnswer.AGREED),
    ],
)
def test_a_party_is_silent_corrects_or_agrees(agreed, corrections, answer):
    assert answer_of(agreed=agreed, corrections=corrections) is answer


@given(st.lists(st.booleans()))
def test_all_agreed_only_if_there_are_parties_and_each_agreed(agreements):
    assert all_agreed(agreements) == (set(agreements) == {True})


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
ZONES = st.sampled_from(["Asia/Jakarta", "Asia/Jayapura", "Europe/Berlin", "America/New_York"]).map(ZoneInfo)


@given(MOMENTS, MOMENTS)
def test_an_agreement_counts_only_if_it_is_later_than_the_last_change(agreed_at, changed_at):
    assert is_outdated(agreed_at, changed_at) == (agreed_at <= changed_at)
    assert not is_outdated(agreed_at, None)
    assert not is_outdated(None, changed_at)


@given(MOMENTS, MOMENTS, ZONES)
def test_a_change_leaves_parties_a_whole_day_and_never_shortens_the_window(until, changed_at, zone):
    later = window_after_change(until, changed_at, zone)
    assert later >= until
    assert later - changed_at >= timedelta(days=1)
    assert later in {until, datetime.combine(later.astimezone(zone).date(), time(23, 59, 59), tzinfo=zone)}
    if later != until:
        assert later - changed_at <= timedelta(days=3)
    assert window_after_change(later, changed_at, zone) == later


@given(st.timedeltas(timedelta(days=-5), timedelta(days=5)), st.booleans())
def test_minutes_are_approved_after_the_window_or_once_all_agreed(later, agreed):
    assert may_be_approved(UNTIL, UNTIL + later, all_agreed=agreed) == (agreed or later > timedelta(0))


@given(st.integers(1, 60))
def test_a_deputy_waits_the_given_days_after_the_window(days):
    assert deputy_since(UNTIL, days) - UNTIL == timedelta(days=days)


@pytest.mark.parametrize(
    "last_day, reminded",
    [
        (date(2026, 12, 3), date(2026, 12, 1)),  # Thursday: Tuesday
        (date(2026, 12, 1), date(2026, 11, 27)),  # Tuesday: not on Sunday, but on Friday
        (date(2026, 12, 27), date(2026, 12, 23)),  # 25 December is a holiday, 24 December joint leave
    ],
)
def test_silent_parties_are_reminded_on_a_working_day_two_days_before(last_day, reminded):
    assert reminder_day(last_day, known_holiday) == reminded


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_a_reminder_is_never_later_than_two_days_before_the_end(last_day):
    day = reminder_day(last_day, known_holiday)
    assert day <= last_day - timedelta(days=2)
    assert day.weekday() < 5
    assert known_holiday(day) is None


def test_observers_are_no_parties_and_the_closed_session_decides():
    assert counts("a", observer=False, measured_by=None)
    assert not counts("a", observer=True, measured_by=None)
    assert not counts("a", observer=False, measured_by={"observers": ["a"]})
    assert counts("a", observer=True, measured_by={"observers": ["b"]})


def test_parties_are_found_by_name_or_short_name_as_whole_words():
    names = {1: ("Dinas Kesehatan", "Dinkes"), 2: ("PT Mitra Solusi Kota (Contoh)", "MSK"), 3: ("Bappeda", "")}
    assert named_in("dinkes melaporkan; PT Mitra Solusi Kota (Contoh) menjawab.", names) == [1, 2]
    assert named_in("Bappedalda dan MSKX hadir", names) == []
    assert named_in("", names) == []
