"""Foreign calendar files, as `calendar read` prints them."""

from time import monotonic

import pytest

from tests.support.calendars import calendar


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
def test_a_file_that_cannot_be_opened_is_refused_in_one_line(name, run_calendar, tmp_path):
    result = run_calendar("read", str(tmp_path / name), "--from", "2027-01-01", "--until", "2028-01-01", "--json")
    assert "cannot be read" in refused(result)


def test_an_event_that_cannot_be_read_is_reported_and_the_others_are_kept(read):
    good = ["UID:good@example", START, "SUMMARY:Good"]
    wrong = [
        ["UID:end@example", START, "DTEND:20270104T090000Z", "SUMMARY:Backwards"],
        ["UID:rule@example", START, "RRULE:FREQ=SECONDLY", "SUMMARY:Every second"],
        ["UID:both@example", START, "RRULE:FREQ=DAILY;COUNT=2;UNTIL=20280101T000000Z"],
        ["UID:old@example", START, "EXRULE:FREQ=DAILY", "SUMMARY:Old"],
        ["UID:zone@example", "DTSTART;TZID=Nowhere/Land:20270105T090000"],
    ]
    result = read(calendar(*wrong[:2], good, *wrong[2:]))
    assert (result.exit_code, [row["summary"] for row in result.rows]) == (0, ["Good"])
    lines = result.stderr.splitlines()
    assert [line.split(":")[:3] for line in lines] == [
        ["calendar", " line 4", " end@example"],
        ["calendar", " line 11", " rule@example (Every second)"],
        ["calendar", " line 24", " both@example"],
        ["calendar", " line 30", " old@example (Old)"],
        ["calendar", " line 37", " zone@example"],
    ]
    assert lines[0].endswith("The event Backwards ends before it starts.")
    assert "Nowhere/Land" in lines[4]


def test_what_changes_an_event_that_cannot_be_read_is_reported_too(read):
    broken = ["UID:a@example", START, "RRULE:FREQ=SECONDLY"]
    change = ["UID:a@example", "RECURRENCE-ID:20270112T090000Z", "DTSTART:20270113T090000Z"]
    result = read(calendar(broken, change, ["UID:b", START]))
    assert [row["uid"] for row in result.rows] == ["b"]
    assert "It changes an event that could not be read." in result.stderr


def test_a_change_that_cannot_be_read_leaves_the_event_as_its_rule_has_it(read):
    change = ["UID:a@example", "RECURRENCE-ID:20270112T020000Z", "DTSTART;TZID=Nowhere/Land:20270113T090000"]
    result = read(calendar(WEEKLY, change))
    assert [row["starts_at"][:10] for row in result.rows] == ["2027-01-05", "2027-01-12", "2027-01-26"]
    assert "Nowhere/Land" in result.stderr


def test_readable_events_outside_of_the_days_are_no_failure(read):
    result = read(calendar(["UID:far", "DTSTART:20300101T090000Z"], ["UID:x", "DTSTART:tomorrow"]))
    assert (result.exit_code, result.rows) == (0, [])
    assert result.stderr.count("\n") == 1


def test_very_many_events_that_cannot_be_read_are_counted(read):
    result = read(calendar(*([f"UID:{number}"] for number in range(130)), ["UID:good", START]))
    assert result.stderr.splitlines()[-1] == "calendar: and 30 more events"
    assert result.stderr.count("\n") == 101


def test_one_of_two_times_a_day_is_left_out_or_moved_and_the_other_stays(read):
    twice = [
        *("UID:a", "DTSTART;TZID=Asia/Jakarta:20270105T090000", "DURATION:PT1H"),
        *("RRULE:FREQ=DAILY;BYHOUR=9,16;COUNT=6", "EXDATE;TZID=Asia/Jakarta:20270105T090000"),
    ]
    moved = ["UID:a", "RECURRENCE-ID;TZID=Asia/Jakarta:20270106T090000", "DTSTART;TZID=Asia/Jakarta:20270106T100000"]
    rows = read(calendar(twice, moved)).rows
    assert [row["starts_at"][5:16] for row in rows] == [
        *("01-05T09:00", "01-06T03:00", "01-06T09:00", "01-07T02:00", "01-07T09:00"),
    ]


def test_a_date_without_a_time_leaves_out_all_of_its_day(read):
    event = ["UID:a", "DTSTART;TZID=Asia/Jakarta:20270105T010000", "RRULE:FREQ=DAILY;COUNT=3"]
    rows = read(calendar([*event, "EXDATE;VALUE=DATE:20270106"])).rows
    assert [row["starts_at"] for row in rows] == ["2027-01-04T18:00:00Z", "2027-01-06T18:00:00Z"]


def test_of_two_versions_of_an_event_the_later_one_counts(read):
    first = ["UID:a", START, "SEQUENCE:2", "SUMMARY:Second"]
    second = ["UID:a", "DTSTART:20270106T090000Z", "SEQUENCE:1", "SUMMARY:First"]
    assert [row["summary"] for row in read(calendar(first, second)).rows] == ["Second"]
