"""How holidays move sessions, with the calendar of Indonesia."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.calendars.holidays import Holiday, HolidayKind, by_date, joint_leave_decreed, known_holiday, known_holidays
from app.calendars.recurrence import make_recurrence, to_instant
from app.calendars.shifts import HolidayRule, ProposedState, propose
from app.calendars.working_hours import HoursWarning, Period, hours_warnings


def proposals(rule, start, until, holiday_rule, *, zone="Asia/Jakarta", holiday_on=known_holiday):
    series = make_recurrence(rule=rule, starts_at=start, timezone=zone)
    last = to_instant(datetime.combine(until, time.max), series.zone)
    return list(propose(series, until=last, holiday_on=holiday_on, rule=HolidayRule(holiday_rule)))


def local_days(rows):
    return [None if row.starts_at is None else row.starts_at.astimezone(UTC).date() for row in rows]


def test_a_weekly_tuesday_forum_goes_forward_from_holidays():
    rows = proposals("FREQ=WEEKLY;BYDAY=TU", datetime(2027, 1, 5, 9), date(2027, 3, 31), "forward")
    assert len(rows) == 13
    moved = {row.slot.date(): row for row in rows if row.state is not ProposedState.PLANNED}
    assert set(moved) == {date(2027, 1, 5), date(2027, 3, 9)}
    assert moved[date(2027, 1, 5)].starts_at == datetime(2027, 1, 6, 2, tzinfo=UTC)
    assert "Isra Mikraj" in moved[date(2027, 1, 5)].because.name
    assert moved[date(2027, 3, 9)].state is ProposedState.MERGED
    assert moved[date(2027, 3, 9)].starts_at is None


def test_joint_leave_before_christmas_moves_a_thursday_to_monday():
    (row,) = proposals("FREQ=MONTHLY;BYDAY=4TH", datetime(2026, 12, 24, 9), date(2026, 12, 31), "forward")
    assert row.starts_at == datetime(2026, 12, 28, 2, tzinfo=UTC)
    assert row.because.kind is HolidayKind.GOVERNMENT


def test_merging_looks_at_the_next_slot_even_beyond_the_end_of_what_is_asked():
    rows = proposals("FREQ=WEEKLY;BYDAY=TU", datetime(2027, 3, 9, 9), date(2027, 3, 10), "forward")
    assert [row.state for row in rows] == [ProposedState.MERGED]


def test_the_last_session_of_a_series_has_nothing_to_merge_with():
    rows = proposals("FREQ=WEEKLY;BYDAY=TU;COUNT=1", datetime(2027, 3, 9, 9), date(2027, 12, 31), "forward")
    assert local_days(rows) == [date(2027, 3, 16)]


def test_backward_goes_to_the_working_day_before():
    (row,) = proposals("FREQ=WEEKLY;BYDAY=TU;COUNT=1", datetime(2027, 3, 9, 9), date(2027, 3, 9), "backward")
    assert row.starts_at == datetime(2027, 3, 5, 2, tzinfo=UTC)


def test_backward_onto_the_session_before_is_merged():
    rows = proposals("FREQ=DAILY;COUNT=2", datetime(2027, 1, 4, 9), date(2027, 1, 5), "backward")
    assert [row.state for row in rows] == [ProposedState.PLANNED, ProposedState.MERGED]


def test_skip_and_keep_do_what_they_say():
    start, until = datetime(2027, 1, 5, 9), date(2027, 1, 5)
    (skipped,) = proposals("FREQ=WEEKLY", start, until, "skip")
    (kept,) = proposals("FREQ=WEEKLY", start, until, "keep")
    assert (skipped.starts_at, skipped.state) == (None, ProposedState.SKIPPED)
    assert (kept.starts_at, kept.state, kept.because) == (kept.slot, ProposedState.PLANNED, None)


def test_a_weekend_that_the_rule_chose_stays():
    rows = proposals("FREQ=WEEKLY;BYDAY=SA", datetime(2027, 1, 9, 9), date(2027, 1, 31), "forward")
    assert {row.state for row in rows} == {ProposedState.PLANNED}


def test_a_holiday_meets_a_session_by_local_date_at_any_hour():
    for hour in (0, 6, 10, 23):
        (row,) = proposals("FREQ=WEEKLY;COUNT=1", datetime(2027, 1, 5, hour), date(2027, 1, 5), "forward")
        assert row.starts_at - row.slot == timedelta(days=1)


HOLIDAYS = st.sets(st.dates(date(2027, 1, 1), date(2027, 4, 30)), max_size=40)
RULES = st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=WEEKLY;BYDAY=SA", "FREQ=MONTHLY;BYMONTHDAY=-1"])


@given(days_off=HOLIDAYS, rule=RULES, direction=st.sampled_from(["forward", "backward"]))
@settings(deadline=None)
def test_no_two_sessions_share_a_day_and_every_shift_ends_on_a_working_day(days_off, rule, direction):
    off = {day: Holiday(day, "Libur", HolidayKind.PUBLIC) for day in days_off}
    rows = proposals(rule, datetime(2027, 1, 1, 9), date(2027, 3, 31), direction, holiday_on=off.get)
    starts = [row.starts_at for row in rows if row.starts_at]
    assert len(set(starts)) == len(starts)
    assert starts == sorted(starts)
    for row in rows:
        if row.state is ProposedState.SHIFTED:
            assert row.starts_at.date() not in off
            assert row.starts_at.weekday() < 5
        assert (row.state is ProposedState.PLANNED) is (row.slot.date() not in off)


def test_shifts_keep_the_wall_time_across_a_clock_change():
    off = {date(2027, 3, 12): Holiday(date(2027, 3, 12), "Day off", HolidayKind.PUBLIC)}
    (row,) = proposals(
        "FREQ=WEEKLY;COUNT=1",
        datetime(2027, 3, 12, 9),
        date(2027, 3, 31),
        "forward",
        zone="America/New_York",
        holiday_on=off.get,
    )
    assert (row.slot.hour, row.starts_at.hour) == (14, 13)


def test_holidays_are_indonesian_with_joint_leave_and_marked_estimates():
    found = {holiday.date: holiday for holiday in known_holidays(2027)}
    assert found[date(2027, 1, 5)].name == "Isra Mikraj Nabi Muhammad"
    assert found[date(2027, 3, 10)].estimated
    assert "perkiraan" not in found[date(2027, 3, 10)].name
    assert found[date(2027, 12, 24)].kind is HolidayKind.GOVERNMENT


def test_years_without_a_decree_on_joint_leave_are_known():
    assert joint_leave_decreed(2026)
    assert not joint_leave_decreed(2031)


def test_holidays_on_one_date_become_one():
    day = date(2027, 5, 6)
    both = by_date([Holiday(day, "B", HolidayKind.GOVERNMENT), Holiday(day, "A", HolidayKind.PUBLIC, estimated=True)])
    assert both == {day: Holiday(day, "A, B", HolidayKind.PUBLIC)}


@pytest.mark.parametrize(
    "starts, ends, expected",
    [
        (datetime(2027, 1, 8, 9), datetime(2027, 1, 8, 11, 30), []),
        (datetime(2027, 1, 8, 11), datetime(2027, 1, 8, 12), [HoursWarning.FRIDAY_PRAYER]),
        (datetime(2027, 1, 8, 13), datetime(2027, 1, 8, 14), []),
        (datetime(2027, 1, 7, 11), datetime(2027, 1, 7, 12), []),
        (datetime(2027, 2, 15, 14), datetime(2027, 2, 15, 15), []),
        (datetime(2027, 2, 15, 14), datetime(2027, 2, 15, 15, 1), [HoursWarning.RAMADAN_AFTERNOON]),
        (datetime(2027, 2, 7, 16), datetime(2027, 2, 7, 17), []),
    ],
)
def test_hours_that_people_keep_free_are_warned_of(starts, ends, expected):
    ramadan = Period(date(2027, 2, 8), date(2027, 3, 9))
    assert hours_warnings(starts, ends, ramadans=[ramadan]) == expected
