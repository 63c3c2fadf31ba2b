"""Shifts keep wall times, whatever clocks do, and a new schedule gives each session at most one date."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from forums.changes.rules import HAPPENINGS, Shift, happening, paired

ZONES = st.sampled_from(["Asia/Jakarta", "Asia/Jayapura", "America/New_York", "Europe/London", "Australia/Lord_Howe"])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
SLOTS = st.lists(MOMENTS, unique=True, max_size=12).map(sorted)


def exists(local, zone):
    """Whether clocks of a zone show a wall time once, and not never or twice."""
    there = local.replace(tzinfo=zone)
    back = there.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    return back == local and there.utcoffset() == there.replace(fold=1).utcoffset()


@given(MOMENTS, ZONES, st.integers(-400, 400), st.none() | st.integers(0, 6), st.none() | st.times())
def test_a_shifted_session_is_on_the_day_and_at_the_wall_time_asked_for(starts_at, name, days, weekday, at):
    zone = ZoneInfo(name)
    before = starts_at.astimezone(zone)
    wanted = at.replace(microsecond=0, tzinfo=None) if at else None
    after = Shift(days=days, weekday=weekday, time=wanted).applied(starts_at, zone)
    day = before.date() + timedelta(days=days)
    if weekday is not None:
        day += timedelta(days=weekday - day.weekday())
        assert 0 <= weekday == day.weekday()
    local = datetime.combine(day, wanted if wanted is not None else before.time())
    if exists(local, zone):
        assert after.astimezone(zone).replace(tzinfo=None) == local


@given(MOMENTS, ZONES)
def test_a_shift_by_nothing_moves_nothing_but_a_doubtful_hour(starts_at, name):
    zone = ZoneInfo(name)
    if exists(starts_at.astimezone(zone).replace(tzinfo=None), zone):
        assert Shift().applied(starts_at, zone) == starts_at


def test_midnight_is_a_time_like_any_other():
    noon = datetime(2026, 12, 1, 5, tzinfo=UTC)
    assert Shift(time=time(0)).applied(noon, ZoneInfo("Asia/Jakarta")) == datetime(2026, 11, 30, 17, tzinfo=UTC)


@given(SLOTS, SLOTS, SLOTS)
def test_every_session_and_every_new_date_has_one_place(present, settled, new):
    settled = [slot for slot in settled if slot not in present]
    pairs = paired(present, settled, new)
    assert len(set(pairs.kept.values())) == len(pairs.kept)
    assert set(pairs.kept) | set(pairs.left) >= set(present)
    assert not set(pairs.kept) & set(pairs.left)
    assert set(pairs.kept.values()) | set(pairs.fresh) == set(new)
    assert not set(pairs.kept.values()) & set(pairs.fresh)
    assert not pairs.left or not pairs.fresh
    assert all(old == kept for old, kept in pairs.kept.items() if old in settled)
    moved = [(old, kept) for old, kept in sorted(pairs.kept.items()) if old != kept]
    assert [kept for _old, kept in moved] == sorted(kept for _old, kept in moved)


@given(SLOTS, SLOTS)
def test_the_same_schedule_again_changes_nothing(present, settled):
    settled = [slot for slot in settled if slot not in present]
    pairs = paired(present, settled, present)
    assert (pairs.kept, pairs.left, pairs.fresh) == ({slot: slot for slot in present}, [], [])


def states(**values):
    known = {"state": "planned", "starts_at": "a", "ends_at": "b", "mode": "online", "place": "", "link": ""}
    return {**known, **values}


def test_what_happens_to_a_session_has_one_name():
    told = {
        "made": (None, states()),
        "cancelled": (states(), states(state="cancelled")),
        "beyond_horizon": (states(), states(state="cancelled", beyond_horizon=True)),
        "merged": (states(), states(state="merged")),
        "restored": (states(state="cancelled"), states()),
        "moved": (states(), states(starts_at="c", ends_at="d", place="x")),
        "lengthened": (states(), states(ends_at="d")),
        "relocated": (states(), states(place="x")),
        "kept": (states(), states()),
    }
    assert set(told) == set(HAPPENINGS)
    assert {what: happening(*both) for what, both in told.items()} == {what: what for what in told}
