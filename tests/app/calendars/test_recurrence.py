"""Slots of a series: local wall time, a zone, a rule."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from app.calendars.errors import RuleRefused
from app.calendars.recurrence import make_recurrence, to_instant
from app.calendars.rules import parse_rule
from app.calendars.zones import changes

ZONES = [
    "Asia/Jakarta",
    "Asia/Makassar",
    "Asia/Jayapura",
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "UTC",
]


def numbers(least, most):
    return st.lists(st.integers(least, most).filter(bool), min_size=1, max_size=3, unique=True).map(
        lambda found: ",".join(map(str, found))
    )


WEEKDAYS = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
PLAIN_DAYS = st.lists(WEEKDAYS, min_size=1, max_size=3, unique=True).map(",".join)
NUMBERED_DAYS = st.tuples(st.sampled_from([1, 2, 3, 4, -1]), WEEKDAYS).map(lambda day: f"{day[0]}{day[1]}")


@st.composite
def rules(draw):
    """Rules without an end, of every frequency, that are sure to give a slot now and then."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = {"INTERVAL": str(draw(st.integers(1, 5)))}
    if frequency == "DAILY":
        parts |= draw(st.fixed_dictionaries({}, optional={"BYMONTH": numbers(1, 12), "BYHOUR": numbers(0, 23)}))
    if frequency == "WEEKLY":
        parts |= draw(st.fixed_dictionaries({"BYDAY": PLAIN_DAYS}, optional={"WKST": WEEKDAYS}))
    if frequency == "MONTHLY":
        parts |= draw(
            st.one_of(
                st.fixed_dictionaries({"BYDAY": NUMBERED_DAYS}),
                st.fixed_dictionaries({"BYMONTHDAY": numbers(-28, 28)}),
                st.fixed_dictionaries({"BYDAY": PLAIN_DAYS, "BYSETPOS": st.sampled_from(["1", "-1"])}),
            )
        )
    if frequency == "YEARLY":
        parts |= draw(st.fixed_dictionaries({"BYMONTH": numbers(1, 12), "BYDAY": NUMBERED_DAYS}))
    return ";".join([f"FREQ={frequency}", *(f"{name}={value}" for name, value in parts.items())])


STARTS = st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)).map(lambda start: start.replace(microsecond=0))


@given(rule=rules(), start=STARTS, zone=st.sampled_from(ZONES))
@settings(max_examples=150, deadline=None)
def test_slots_are_those_of_dateutil_in_local_time(rule, start, zone):
    ours = list(islice(make_recurrence(rule=rule, starts_at=start, timezone=zone).slots(), 20))
    local = islice(rrulestr(rule, dtstart=start), 30)
    theirs = sorted({moment.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for moment in local})
    assert ours == theirs[: len(ours)]
    assert len(ours) == 20


@given(rule=rules())
@settings(deadline=None)
def test_a_rule_written_and_read_again_is_the_same(rule):
    assert parse_rule(str(parse_rule(rule))) == parse_rule(rule)


@given(rule=rules(), start=STARTS, zone=st.sampled_from(ZONES), days=st.integers(400, 3000))
@settings(max_examples=60, deadline=None)
def test_a_series_that_ends_on_a_day_keeps_its_last_slot_and_gains_none(rule, start, zone, days):
    endless = make_recurrence(rule=rule, starts_at=start, timezone=zone)
    last_day = start.date() + timedelta(days=days)
    up_to_there = [slot for slot in islice(endless.slots(), 9000) if slot.astimezone(endless.zone).date() <= last_day]
    if not up_to_there:
        with pytest.raises(RuleRefused):
            endless.ending_with(last_day)
        return
    assert list(endless.ending_with(last_day).slots()) == up_to_there


@pytest.mark.parametrize(
    "zone, start, last",
    [("Asia/Jakarta", datetime(2027, 1, 5, 6), 9), ("America/New_York", datetime(2027, 1, 5, 21), 9)],
)
def test_until_includes_the_last_day_morning_and_evening(zone, start, last):
    series = make_recurrence(rule="FREQ=DAILY", starts_at=start, timezone=zone).ending_with(date(2027, 1, last))
    days = [slot.astimezone(series.zone).day for slot in series.slots()]
    assert days == [5, 6, 7, 8, 9]
    assert str(series.rule).endswith("Z")


def test_wall_time_stays_when_the_clocks_change():
    series = make_recurrence(rule="FREQ=WEEKLY", starts_at=datetime(2027, 3, 2, 9), timezone="America/New_York")
    slots = list(series.slots(until=datetime(2027, 3, 31, tzinfo=UTC)))
    assert {slot.astimezone(series.zone).hour for slot in slots} == {9}
    assert {slot.hour for slot in slots} == {13, 14}


def test_a_time_that_the_clocks_skip_is_read_with_the_offset_before():
    series = make_recurrence(rule="FREQ=DAILY", starts_at=datetime(2027, 3, 14, 2, 30), timezone="America/New_York")
    assert series.first_slot == datetime(2027, 3, 14, 7, 30, tzinfo=UTC)


def test_a_time_that_comes_twice_is_the_first_of_the_two():
    series = make_recurrence(rule="FREQ=DAILY", starts_at=datetime(2027, 11, 7, 1, 30), timezone="America/New_York")
    assert series.first_slot == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)


@given(name=st.sampled_from(sorted(available_timezones())), data=st.data())
@settings(max_examples=100)
def test_slots_around_any_change_of_clocks_are_those_of_zoneinfo(name, data):
    zone = ZoneInfo(name)
    turns = [*changes(zone, datetime(1975, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))]
    turn = data.draw(st.sampled_from(turns or [datetime(2027, 3, 14, 7, tzinfo=UTC)]))
    minutes = data.draw(st.integers(-180, 180))
    wall = (turn.astimezone(zone) + timedelta(minutes=minutes)).replace(tzinfo=None, fold=0, second=0)
    start = wall - timedelta(days=data.draw(st.integers(0, 3)))
    ours = list(islice(make_recurrence(rule="FREQ=DAILY", starts_at=start, timezone=name).slots(), 5))
    days = [(start + timedelta(days=number)).replace(tzinfo=zone) for number in range(7)]
    assert ours == sorted({day.astimezone(UTC) for day in days})[:5]


def test_hours_that_meet_in_a_gap_give_one_slot_in_order():
    series = make_recurrence(
        rule="FREQ=DAILY;BYHOUR=2,3;BYMINUTE=0,45",
        starts_at=datetime(2027, 3, 14, 0, 0),
        timezone="America/New_York",
    )
    minutes = [(slot.hour, slot.minute) for slot in islice(series.slots(), 2)]
    assert minutes == [(7, 0), (7, 45)]


def test_a_day_that_a_zone_left_out_gives_no_slot_twice():
    series = make_recurrence(rule="FREQ=DAILY", starts_at=datetime(2011, 12, 28, 9), timezone="Pacific/Apia")
    slots = list(islice(series.slots(), 4))
    assert len(set(slots)) == 4
    assert slots == sorted(slots)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=NEVER",
        "INTERVAL=2",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=2TU",
        "FREQ=WEEKLY;BYDAY=",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=-1",
        "FREQ=WEEKLY;INTERVAL=99999999999999999999",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=100000000",
        "FREQ=DAILY;COUNT=3;UNTIL=20270101T000000Z",
        "FREQ=DAILY;UNTIL=20270331",
        "FREQ=DAILY;UNTIL=20270331T090000",
        "FREQ=DAILY;UNTIL=20271331T090000Z",
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=30",
        "FREQ=HOURLY;BYMINUTE=0,15,30,45",
        "FREQ=DAILY;BYHOUR=8,9,10;BYMINUTE=0,5,10,15,20,25,30,35,40",
        "FREQ=DAILY;BYEASTER=0",
        "FREQ=DAILY;BYSETPOS=1",
        "FREQ=DAILY;BYWEEKNO=3",
        "FREQ=MONTHLY;BYDAY=9TU",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=-6FR",
        "FREQ=WEEKLY;BYMONTHDAY=3",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2,4;BYMONTHDAY=31",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=HOURLY;INTERVAL=24;BYHOUR=10",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=3",
        "FREQ=DAILY\nRRULE:FREQ=WEEKLY",
        "FREQ=DAILY;BYHOUR=\ud800",
        "FREQ=DAILY;BYHOUR=९",
        "X" * 10_000,
        "\0",
    ],
)
def test_a_wrong_rule_is_refused_in_one_sentence(rule):
    with pytest.raises(RuleRefused) as refused:
        make_recurrence(rule=rule, starts_at=datetime(2027, 1, 5, 9), timezone="Asia/Jakarta")
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert sentence.isprintable()
    assert len(sentence) < 200


@pytest.mark.parametrize("zone", ["", "Mars/Base", "+07:00", "../etc/passwd", "Asia", "A" * 5000, "\0", "\ud800"])
def test_a_wrong_zone_is_refused_in_one_sentence(zone):
    with pytest.raises(RuleRefused, match="There is no time zone"):
        make_recurrence(rule="FREQ=DAILY", starts_at=datetime(2027, 1, 5, 9), timezone=zone)


@pytest.mark.parametrize("start", [datetime(1, 1, 1), datetime(9999, 12, 31), datetime(2027, 1, 1, tzinfo=UTC)])
def test_a_start_out_of_reach_is_refused(start):
    with pytest.raises(RuleRefused):
        make_recurrence(rule="FREQ=DAILY", starts_at=start, timezone="Asia/Jakarta")


def test_an_endless_rule_is_bounded():
    daily = make_recurrence(rule="FREQ=HOURLY", starts_at=datetime(2027, 1, 5, 9), timezone="Asia/Jakarta")
    with pytest.raises(RuleRefused, match="more than 50000 sessions"):
        list(daily.slots())
    monthly = make_recurrence(rule="FREQ=MONTHLY", starts_at=datetime(2027, 1, 5, 9), timezone="Asia/Jakarta")
    assert max(monthly.slots()).year == 2199


def test_count_and_until_end_a_series():
    start = datetime(2027, 1, 5, 9)
    counted = make_recurrence(rule="FREQ=WEEKLY;COUNT=3", starts_at=start, timezone="Asia/Jakarta")
    until = make_recurrence(rule="FREQ=WEEKLY;UNTIL=20270119T020000Z", starts_at=start, timezone="Asia/Jakarta")
    assert list(counted.slots()) == list(until.slots())
    assert len(list(until.slots())) == 3


def test_a_rule_that_ends_before_it_starts_has_no_first_slot():
    ended = make_recurrence(
        rule="FREQ=WEEKLY;UNTIL=20260101T000000Z", starts_at=datetime(2027, 1, 5, 9), timezone="Asia/Jakarta"
    )
    assert ended.first_slot is None


def test_slots_between_two_instants_include_both():
    series = make_recurrence(rule="FREQ=DAILY", starts_at=datetime(2027, 1, 5, 9), timezone="Asia/Jakarta")
    bounds = [to_instant(datetime(2027, 1, day, 9), series.zone) for day in (7, 9)]
    assert len(list(series.slots(since=bounds[0], until=bounds[1]))) == 3
