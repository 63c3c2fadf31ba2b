"""Calendar files of others, as `calendar read` tells them."""

import json
from time import monotonic

import pytest
from click.testing import CliRunner
from flask import Flask

from app import calendars


def calendar(*events, head=()):
    """A file with one VEVENT per event; each event is a list of its lines."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//other//EN", *head]
    for event in events:
        lines += ["BEGIN:VEVENT", "DTSTAMP:20260101T000000Z", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


@pytest.fixture
def read(tmp_path):
    """Run `calendar read` on text or bytes; returns its result, with `rows` when it succeeded."""
    app = Flask("bare")
    calendars.init_app(app)

    def run(content, *, since="2027-01-01", until="2028-01-01"):
        file = tmp_path / "input.ics"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        words = ["calendar", "read", str(file), "--from", since, "--until", until, "--json"]
        result = CliRunner().invoke(app.cli, words, obj=_info(app))
        result.rows = json.loads(result.stdout) if result.exit_code == 0 else None
        return result

    return run


def _info(app):
    from flask.cli import ScriptInfo

    return ScriptInfo(create_app=lambda: app)


def refused(result):
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert len(result.stderr) < 250
    return result.stderr


WEEKLY = [
    "UID:a@example",
    "DTSTART;TZID=Asia/Jakarta:20270105T090000",
    "DTEND;TZID=Asia/Jakarta:20270105T110000",
    "RRULE:FREQ=WEEKLY;COUNT=4",
    "EXDATE;TZID=Asia/Jakarta:20270119T090000",
    "SUMMARY:Forum",
]
MOVED = [
    "UID:a@example",
    "RECURRENCE-ID;TZID=Asia/Jakarta:20270112T090000",
    "DTSTART;TZID=Asia/Jakarta:20270113T100000",
    "DTEND;TZID=Asia/Jakarta:20270113T120000",
    "SUMMARY:Forum (moved)",
    "STATUS:cancelled",
]


def test_a_moved_occurrence_and_an_excluded_one(read):
    rows = read(calendar(WEEKLY, MOVED)).rows
    assert [row["starts_at"] for row in rows] == [
        "2027-01-05T02:00:00Z",
        "2027-01-13T03:00:00Z",
        "2027-01-26T02:00:00Z",
    ]
    assert rows[1] == {
        "uid": "a@example",
        "recurrence_id": "2027-01-12T02:00:00Z",
        "starts_at": "2027-01-13T03:00:00Z",
        "ends_at": "2027-01-13T05:00:00Z",
        "all_day": False,
        "summary": "Forum (moved)",
        "status": "CANCELLED",
    }


def test_a_single_event_has_no_recurrence_id(read):
    (row,) = read(calendar(["UID:b", "DTSTART:20270105T090000Z", "DURATION:PT90M"])).rows
    assert row["recurrence_id"] is None
    assert row["ends_at"] == "2027-01-05T10:30:00Z"
    assert (row["summary"], row["status"]) == (None, None)


def test_floating_times_stay_as_written_and_all_day_events_are_dates(read):
    rows = read(
        calendar(
            ["UID:c", "DTSTART:20270105T090000", "DTEND:20270105T100000"],
            ["UID:d", "DTSTART;VALUE=DATE:20270106", "RRULE:FREQ=DAILY;COUNT=2"],
        )
    ).rows
    assert [(row["starts_at"], row["ends_at"], row["all_day"]) for row in rows] == [
        ("2027-01-05T09:00:00", "2027-01-05T10:00:00", False),
        ("2027-01-06", "2027-01-07", True),
        ("2027-01-07", "2027-01-08", True),
    ]


def test_the_first_day_is_in_and_the_last_is_out(read):
    days = [[f"UID:{day}", f"DTSTART;VALUE=DATE:{day}"] for day in (20261231, 20270101, 20271231, 20280101)]
    assert [row["uid"] for row in read(calendar(*days)).rows] == ["20270101", "20271231"]


def test_an_event_that_began_before_is_left_out_although_it_lasts_into_the_time(read):
    long = ["UID:e", "DTSTART:20261231T200000Z", "DTEND:20270101T040000Z"]
    assert read(calendar(long)).rows == []


def test_this_and_following_moves_what_follows_and_keeps_its_identity(read):
    later = [
        "UID:a@example",
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Asia/Jakarta:20270112T090000",
        "DTSTART;TZID=Asia/Jakarta:20270112T130000",
        "DTEND;TZID=Asia/Jakarta:20270112T140000",
    ]
    rows = read(calendar(WEEKLY, later)).rows
    assert [(row["recurrence_id"], row["starts_at"]) for row in rows] == [
        ("2027-01-05T02:00:00Z", "2027-01-05T02:00:00Z"),
        ("2027-01-12T02:00:00Z", "2027-01-12T06:00:00Z"),
        ("2027-01-26T02:00:00Z", "2027-01-26T06:00:00Z"),
    ]


def test_wall_time_stays_when_clocks_change(read):
    event = ["UID:f", "DTSTART;TZID=America/New_York:20270302T090000", "RRULE:FREQ=WEEKLY;COUNT=4"]
    starts = [row["starts_at"] for row in read(calendar(event)).rows]
    assert [start[11:13] for start in starts] == ["14", "14", "13", "13"]


@pytest.mark.parametrize("until", ["20270119", "20270119T090000", "20270119T020000Z"])
def test_until_in_any_form_includes_the_last_day(read, until):
    event = ["UID:g", "DTSTART;TZID=Asia/Jakarta:20270105T090000", f"RRULE:FREQ=WEEKLY;UNTIL={until}"]
    assert len(read(calendar(event)).rows) == 3


@pytest.mark.parametrize("until", ["20270119", "20270119T090000", "20270119T090000Z"])
def test_until_of_a_floating_event_in_any_form_includes_the_last_day(read, until):
    event = ["UID:g", "DTSTART:20270105T090000", f"RRULE:FREQ=WEEKLY;UNTIL={until}"]
    assert len(read(calendar(event)).rows) == 3


def test_zones_of_outlook_and_zones_that_a_file_defines_are_known(read):
    zone = [
        "BEGIN:VTIMEZONE",
        "TZID:Kantor",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0700",
        "TZOFFSETTO:+0700",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]
    outlook = ["UID:h", "DTSTART;TZID=SE Asia Standard Time:20270105T090000"]
    own = ["UID:i", "DTSTART;TZID=Kantor:20270105T090000"]
    rows = read(calendar(outlook, own, head=zone)).rows
    assert {row["starts_at"] for row in rows} == {"2027-01-05T02:00:00Z"}


def test_two_calendars_in_one_file_are_both_read(read):
    one, two = (calendar([f"UID:{name}", "DTSTART:20270105T090000Z"]) for name in "ab")
    assert len(read(one + two).rows) == 2


def test_a_file_without_events_is_an_empty_list(read):
    assert read(calendar()).rows == []


def test_text_is_unescaped_and_any_script_survives(read):
    event = ["UID:j", "DTSTART:20270105T090000Z", "SUMMARY:Rapat\\, jam 9\\; \\nباب 🙂"]
    (row,) = read(calendar(event)).rows
    assert row["summary"] == "Rapat, jam 9; \nباب 🙂"


START = "DTSTART:20270105T090000Z"


@pytest.mark.parametrize(
    "lines",
    [
        ["UID:x"],
        ["UID:x", "DTSTART:tomorrow"],
        ["UID:x", START, START],
        ["UID:x", START, "DTEND:20270104T090000Z"],
        ["UID:x", START, "DTEND;VALUE=DATE:20270106"],
        ["UID:x", START, "DTEND:later"],
        ["UID:x", START, "DURATION:-PT1H"],
        ["UID:x", START, "DURATION:long"],
        ["UID:x", "DTSTART;TZID=Nowhere/Land:20270105T090000"],
        ["UID:x", START, "EXDATE;TZID=Nowhere/Land:20270105T090000"],
        ["UID:x", START, "RDATE:soon"],
        ["UID:x", START, "RECURRENCE-ID:once"],
        ["UID:x", START, "RRULE:FREQ=NEVER"],
        ["UID:x", START, "RRULE:"],
        ["UID:x", START, "RRULE"],
        ["UID:x", START, "RRULE:FREQ=SECONDLY"],
        ["UID:x", START, "RRULE:FREQ=MINUTELY;COUNT=100000"],
        ["UID:x", START, "RRULE:FREQ=DAILY;INTERVAL=0"],
        ["UID:x", START, "RRULE:FREQ=DAILY;COUNT=-1"],
        ["UID:x", START, "RRULE:FREQ=DAILY;COUNT=2;UNTIL=20280101T000000Z"],
        ["UID:x", START, "RRULE:FREQ=DAILY;UNTIL=20279999T000000Z"],
        ["UID:x", START, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"],
        ["UID:x", START, "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"],
        ["UID:x", START, "EXRULE:FREQ=DAILY"],
        ["UID:x", "DTSTART:00010101T000000Z", "RRULE:FREQ=HOURLY"],
        ["UID:x", "DTSTART:99991231T235959Z", "DURATION:P9D"],
        ["UID:x", START, "SUMMARY:" + "x" * 2_000_000],
        ["no colon here"],
        [START, "UID:x", "SUMMARY:a\x00b"],
    ],
    ids=lambda lines: " ".join(lines)[:60].replace("\x00", "NUL"),
)
def test_a_wrong_event_is_refused_in_one_line(read, lines):
    began = monotonic()
    assert refused(read(calendar(lines))).startswith("calendar: ")
    assert monotonic() - began < 10


HOSTILE_ZONE = [
    "BEGIN:VTIMEZONE",
    "TZID:Trap",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "RRULE:FREQ=HOURLY",
    "TZOFFSETFROM:+0700",
    "TZOFFSETTO:+0700",
    "END:STANDARD",
    "END:VTIMEZONE",
]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "hello",
        "<html>",
        "BEGIN:VCALENDAR\r\n",
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n",
        "END:VCALENDAR\r\n",
        "BEGIN:VEVENT\r\nUID:x\r\nDTSTART:20270105T090000Z\r\nEND:VEVENT\r\n",
        "BEGIN:VCARD\r\nFN:x\r\nEND:VCARD\r\n",
        calendar(["UID:x", START])[:-40],
        b"\xff\xfe" + calendar(["UID:x", START]).encode("utf-16-le"),
        calendar(["UID:x", START, "SUMMARY:\xe9"]).encode("latin-1"),
        calendar(["UID:x", START, "SUMMARY:"]).encode().replace(b"SUMMARY:", b"SUMMARY:\xed\xa0\x80"),
        "BEGIN:VCALENDAR\r\n" * 50_000,
        "BEGIN:VCALENDAR\r\n" + "BEGIN:VEVENT\r\n" * 5000 + "END:VEVENT\r\n" * 5000 + "END:VCALENDAR\r\n",
        calendar(["UID:x", "DTSTART;TZID=Trap:20270105T090000"], head=HOSTILE_ZONE),
        b"BEGIN:VCALENDAR\r\n" + b"X" * (21 * 1024 * 1024),
        calendar(["UID:x", START, *["X:1"] * 500_000]),
        calendar(["UID:x", START, *["X" + ";A=1" * 100_000 + ":1"] * 5]),
        calendar(["UID:x", START, *["EXDATE:" + ",".join(["20270105T090000Z"] * 50_000)] * 10]),
        bytes(range(256)),
    ],
    ids=range(20),
)
def test_what_is_no_calendar_is_refused_in_one_line(read, content):
    began = monotonic()
    assert refused(read(content)).startswith("calendar: ")
    assert monotonic() - began < 10


def test_more_occurrences_than_anyone_can_use_are_refused(read):
    crowd = [[f"UID:{number}", "DTSTART:20200101T000000Z", "RRULE:FREQ=HOURLY"] for number in range(3)]
    assert "250000 occurrences" in refused(read(calendar(*crowd), since="2020-01-01", until="2035-01-01"))


def test_an_endless_rule_is_read_as_far_as_it_is_asked_for(read):
    endless = ["UID:x", "DTSTART:20000101T090000Z", "RRULE:FREQ=DAILY"]
    assert len(read(calendar(endless)).rows) == 365


@pytest.mark.parametrize("name", ["absent.ics", ".", "x" * 5000])
def test_a_file_that_cannot_be_opened_is_refused_in_one_line(name, tmp_path):
    app = Flask("bare")
    calendars.init_app(app)
    words = ["calendar", "read", str(tmp_path / name), "--from", "2027-01-01", "--until", "2028-01-01", "--json"]
    result = CliRunner().invoke(app.cli, words, obj=_info(app))
    assert "cannot be read" in refused(result)
