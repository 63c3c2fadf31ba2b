"""Rules in words and as choices, in both languages."""

from datetime import UTC, datetime
from itertools import islice

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app import create_app
from app.calendars import labels
from app.calendars.choices import Choice, ChosenDay, Position, Repeat, choice_for, rule_for
from app.calendars.errors import RuleRefused
from app.calendars.holidays import Holiday, HolidayKind
from app.calendars.recurrence import Recurrence, make_recurrence
from app.calendars.rules import parse_rule
from app.web.i18n import force_locale
from tests.app.calendars.test_recurrence import NUMBERED_DAYS, PLAIN_DAYS, WEEKDAYS, numbers, rules

WEEKLY = [Choice(repeat, day) for repeat in (Repeat.WEEKLY, Repeat.FORTNIGHTLY) for day in ChosenDay]
MONTHLY = [
    Choice(repeat, day, position)
    for repeat in (Repeat.MONTHLY, Repeat.QUARTERLY)
    for day in ChosenDay
    for position in Position
]
START = datetime(2027, 1, 5, 9, 30)


@pytest.fixture(scope="module")
def language():
    """`language("id")` is a block in which words are Indonesian."""
    app = create_app()
    with app.app_context():
        yield force_locale


@pytest.mark.parametrize("choice", [*WEEKLY, *MONTHLY], ids=str)
def test_a_choice_becomes_a_rule_and_the_rule_the_same_choice(choice):
    rule = rule_for(choice)
    assert choice_for(rule) == choice
    assert choice_for(parse_rule(f"{rule};UNTIL=20271231T000000Z")) == choice


def test_a_session_that_does_not_repeat_has_no_rule():
    assert rule_for(Choice(Repeat.ONCE)) is None
    assert choice_for(None) == Choice(Repeat.ONCE)


@pytest.mark.parametrize("choice", [Choice(Repeat.WEEKLY), Choice(Repeat.MONTHLY, ChosenDay.MONDAY)])
def test_an_incomplete_choice_has_no_rule(choice):
    with pytest.raises(ValueError, match="missing"):
        rule_for(choice)


def test_a_rule_that_no_choice_gives_has_no_choice():
    assert choice_for(parse_rule("FREQ=MONTHLY;BYMONTHDAY=15")) is None


def days_of(choice, count=4):
    slots = Recurrence(rule_for(choice), datetime(2027, 1, 1, 9), "Asia/Jakarta").slots()
    return [next(slots).strftime("%Y-%m-%d") for _ in range(count)]


def test_a_quarter_begins_in_january_and_ends_in_march():
    first_saturday = Choice(Repeat.QUARTERLY, ChosenDay.SATURDAY, Position.FIRST)
    assert days_of(first_saturday) == ["2027-01-02", "2027-04-03", "2027-07-03", "2027-10-02"]
    last_working_day = Choice(Repeat.QUARTERLY, ChosenDay.WORKING_DAY, Position.LAST)
    assert days_of(last_working_day) == ["2027-03-31", "2027-06-30", "2027-09-30", "2027-12-31"]


def test_the_last_working_day_of_the_month_is_never_on_a_weekend():
    last = Choice(Repeat.MONTHLY, ChosenDay.WORKING_DAY, Position.LAST)
    assert days_of(last) == ["2027-01-29", "2027-02-26", "2027-03-31", "2027-04-30"]


SENTENCES = [
    ("FREQ=WEEKLY;BYDAY=TU", "Setiap Selasa, pukul 09.30 WIB", "Every Tuesday, at 09:30 WIB"),
    (
        "FREQ=MONTHLY;BYDAY=2WE",
        "Setiap Rabu kedua tiap bulan, pukul 09.30 WIB",
        "The second Wednesday of every month, at 09:30 WIB",
    ),
    (
        "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=1SA",
        "Setiap Sabtu pertama tiap triwulan, pukul 09.30 WIB",
        "The first Saturday of every quarter, at 09:30 WIB",
    ),
    (
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "Setiap hari kerja terakhir tiap bulan, pukul 09.30 WIB",
        "The last working day of every month, at 09:30 WIB",
    ),
    (
        "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=10",
        "Setiap Selasa dan Kamis, pukul 09.30 WIB, 10 kali",
        "Every Tuesday and Thursday, at 09:30 WIB, 10 times",
    ),
    (
        "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1,-1;UNTIL=20291231T023000Z",
        "Setiap 2 bulan, pada tanggal 1 dan terakhir, pukul 09.30 WIB, sampai 31 Desember 2029",
        "Every 2 months, on day 1 and last of the month, at 09:30 WIB, until 31 December 2029",
    ),
    (
        "FREQ=YEARLY;BYDAY=20MO;BYHOUR=8,16",
        "Setiap tahun, pada Senin nomor 20 dalam setahun, pukul 08.30 dan 16.30 WIB",
        "Every year, on the no. 20 Monday of the year, at 08:30 and 16:30 WIB",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU",
        "Setiap 2 minggu, pada Selasa dan Minggu, pekan dimulai pada Minggu, pukul 09.30 WIB",
        "Every 2 weeks, on Tuesday and Sunday, weeks begin on Sunday, at 09:30 WIB",
    ),
    (
        "FREQ=HOURLY;INTERVAL=4;BYMINUTE=15",
        "Setiap 4 jam, dihitung dari pukul 09.30 WIB, pada menit 15",
        "Every 4 hours, counted from 09:30 WIB, at minute 15",
    ),
    (
        "FREQ=DAILY;UNTIL=20270110T010000Z",
        "Setiap hari, pukul 09.30 WIB, sampai 9 Januari 2027",
        "Every day, at 09:30 WIB, until 9 January 2027",
    ),
]


@pytest.mark.parametrize("rule, indonesian, english", SENTENCES, ids=[rule for rule, _, _ in SENTENCES])
def test_a_rule_reads_as_a_sentence(language, rule, indonesian, english):
    series = make_recurrence(rule=rule, starts_at=START, timezone="Asia/Jakarta")
    with language("id"):
        assert labels.describe(series) == indonesian
    with language("en"):
        assert labels.describe(series) == english


def test_each_choice_reads_differently_in_each_language(language):
    said = set()
    for name in ("id", "en"):
        with language(name):
            said |= {labels.describe_choice(choice) for choice in (*WEEKLY, *MONTHLY)}
    assert len(said) == 2 * len([*WEEKLY, *MONTHLY])


PARTS = {
    "INTERVAL": st.integers(1, 4).map(str),
    "COUNT": st.integers(1, 5).map(str),
    "UNTIL": st.datetimes(datetime(2027, 2, 1), datetime(2030, 1, 1)).map(lambda until: f"{until:%Y%m%dT%H%M%SZ}"),
    "BYMONTH": numbers(1, 12),
    "BYWEEKNO": numbers(-53, 53),
    "BYYEARDAY": numbers(-366, 366),
    "BYMONTHDAY": numbers(-31, 31),
    "BYDAY": st.one_of(PLAIN_DAYS, NUMBERED_DAYS, st.just("MO,TU,WE,TH,FR"), st.just("5MO"), st.just("20TU,-1FR")),
    "BYHOUR": numbers(1, 23),
    "BYMINUTE": numbers(1, 59),
    "BYSECOND": numbers(1, 59),
    "BYSETPOS": numbers(-6, 6),
    "WKST": WEEKDAYS,
}
SOME_PARTS = st.fixed_dictionaries({}, optional=PARTS)
FREQUENCIES = st.sampled_from(["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"])


def series_of(parts):
    """The series of these parts, or None where the rule is refused."""
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        return make_recurrence(rule=text, starts_at=START, timezone="Asia/Jakarta")
    except RuleRefused:
        return None


@given(frequency=FREQUENCIES, parts=SOME_PARTS, data=st.data())
@settings(max_examples=120, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_rules_that_differ_in_one_part_and_in_slots_read_differently(language, frequency, parts, data):
    first = {"FREQ": frequency, **parts}
    name = data.draw(st.sampled_from([*PARTS, "FREQ"]))
    changed = data.draw(st.one_of(st.none(), PARTS.get(name, FREQUENCIES)) if name != "FREQ" else FREQUENCIES)
    second = {key: value for key, value in {**first, name: changed}.items() if value is not None}
    series = [one for one in (series_of(first), series_of(second)) if one]
    assume(len(series) == 2)
    far = datetime(2037, 1, 1, tzinfo=UTC)
    slots = [list(islice(one.slots(until=far), 60)) for one in series]
    for name in ("id", "en"):
        with language(name):
            said = [labels.describe(one) for one in series]
        if slots[0] != slots[1]:
            assert said[0] != said[1]
        assert not any("None" in one or "%(" in one for one in said)


@given(rule=rules(), zone=st.sampled_from(["Asia/Makassar", "Asia/Jayapura", "Europe/Berlin", "UTC"]))
@settings(deadline=None, max_examples=80)
def test_any_rule_can_be_said_in_both_languages(language, rule, zone):
    series = make_recurrence(rule=rule, starts_at=START, timezone=zone)
    with language("id"):
        indonesian = labels.describe(series)
    with language("en"):
        english = labels.describe(series)
    assert indonesian.startswith("Setiap")
    assert english.startswith(("Every", "The"))
    assert "Every" not in indonesian


def test_a_refusal_is_explained_in_the_language_of_the_reader(language):
    with pytest.raises(RuleRefused) as refused:
        parse_rule("FREQ=DAILY;COUNT=3;UNTIL=20270101T000000Z")
    with language("id"):
        assert labels.explain(refused.value) == "Aturan boleh memuat COUNT atau UNTIL, tidak keduanya."


def test_an_estimated_holiday_is_marked(language):
    day = datetime(2027, 3, 10).date()
    with language("id"):
        estimated = labels.holiday_name(Holiday(day, "Hari Raya Idul Fitri", HolidayKind.PUBLIC, estimated=True))
    assert estimated == "Hari Raya Idul Fitri (perkiraan)"
    assert labels.holiday_name(Holiday(day, "Nyepi", HolidayKind.PUBLIC)) == "Nyepi"
