"""RECURRENCE-ID with RANGE=THISANDFUTURE: computed by hand, and read by ical.js and recurring-ical-events."""

from datetime import UTC, date, datetime, timedelta

import pytest
import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from app.calendars.ics_parser import read_calendar
from tests.app.calendars.test_other_readers import instant, read_by_ical
from tests.support.calendars import always, calendar

JAKARTA = ";TZID=Asia/Jakarta:"
WEEKLY = [
    *("UID:a@example", f"DTSTART{JAKARTA}20270105T090000", "DURATION:PT2H"),
    *("RRULE:FREQ=WEEKLY;COUNT=6", "SUMMARY:Forum"),
]


def change(slot, start, *more, onward=True, minutes=60, title="Changed"):
    """The lines of a change of the date at `slot`, and of all that follow."""
    range_ = ";RANGE=THISANDFUTURE" if onward else ""
    lines = [f"RECURRENCE-ID{range_}{JAKARTA}{slot}", f"DTSTART{JAKARTA}{start}", f"DURATION:PT{minutes}M"]
    return ["UID:a@example", *lines, f"SUMMARY:{title}", *more]


def described(rows):
    """Rows as slot, start, minutes and title, in Jakarta."""
    found = []
    for row in rows:
        slot, start, end = (
            datetime.fromisoformat(row[name]) + timedelta(hours=7) for name in ("recurrence_id", "starts_at", "ends_at")
        )
        minutes = int((end - start).total_seconds() / 60)
        found.append((f"{slot:%m%d %H%M}", f"{start:%m%d %H%M}", minutes, row["summary"]))
    return found


def test_all_that_follow_move_by_as_much_and_take_length_and_title(read):
    rows = read(calendar(WEEKLY, change("20270119T090000", "20270120T133000"))).rows
    assert described(rows) == [
        ("0105 0900", "0105 0900", 120, "Forum"),
        ("0112 0900", "0112 0900", 120, "Forum"),
        ("0119 0900", "0120 1330", 60, "Changed"),
        ("0126 0900", "0127 1330", 60, "Changed"),
        ("0202 0900", "0203 1330", 60, "Changed"),
        ("0209 0900", "0210 1330", 60, "Changed"),
    ]


def test_a_later_such_change_takes_over_and_counts_from_the_rule(read):
    first = change("20270112T090000", "20270113T130000", title="First")
    second = change("20270126T090000", "20270126T080000", title="Second", minutes=180)
    assert described(read(calendar(WEEKLY, second, first)).rows) == [
        ("0105 0900", "0105 0900", 120, "Forum"),
        ("0112 0900", "0113 1300", 60, "First"),
        ("0119 0900", "0120 1300", 60, "First"),
        ("0126 0900", "0126 0800", 180, "Second"),
        ("0202 0900", "0202 0800", 180, "Second"),
        ("0209 0900", "0209 0800", 180, "Second"),
    ]


def test_single_changes_and_left_out_and_further_dates_after_it_hold(read):
    master = [*WEEKLY, f"EXDATE{JAKARTA}20270126T090000", f"RDATE{JAKARTA}20270121T150000"]
    onward = change("20270119T090000", "20270119T100000", title="Later")
    single = change("20270202T090000", "20270204T090000", onward=False, title="Once")
    assert described(read(calendar(master, onward, single)).rows) == [
        ("0105 0900", "0105 0900", 120, "Forum"),
        ("0112 0900", "0112 0900", 120, "Forum"),
        ("0119 0900", "0119 1000", 60, "Later"),
        ("0121 1500", "0121 1600", 60, "Later"),
        ("0202 0900", "0204 0900", 60, "Once"),
        ("0209 0900", "0209 1000", 60, "Later"),
    ]


def test_it_holds_for_what_follows_although_its_own_date_is_left_out(read):
    master = [*WEEKLY, f"EXDATE{JAKARTA}20270119T090000"]
    rows = read(calendar(master, change("20270119T090000", "20270119T100000"))).rows
    assert [one[1] for one in described(rows)] == ["0105 0900", "0112 0900", "0126 1000", "0202 1000", "0209 1000"]


def test_it_may_call_off_all_that_follow(read):
    rows = read(calendar(WEEKLY, change("20270126T090000", "20270126T090000", "STATUS:CANCELLED"))).rows
    assert [row["status"] for row in rows] == [None, None, None, "CANCELLED", "CANCELLED", "CANCELLED"]


def test_dates_that_were_moved_into_the_days_asked_for_are_found_there(read):
    later = calendar(WEEKLY, change("20270112T090000", "20270512T090000"))
    rows = read(later, since="2027-05-20", until="2027-06-01").rows
    assert [one[:2] for one in described(rows)] == [("0126 0900", "0526 0900")]
    earlier = calendar(
        [*WEEKLY[:3], "RRULE:FREQ=WEEKLY", *WEEKLY[4:]],
        change("20270803T090000", "20270105T150000"),
    )
    rows = read(earlier, since="2027-01-15", until="2027-01-21").rows
    assert [one[:2] for one in described(rows)] == [("0119 0900", "0119 0900"), ("0817 0900", "0119 1500")]


def test_days_move_by_days_and_may_get_times(read):
    days = ["UID:d", "DTSTART;VALUE=DATE:20270105", "RRULE:FREQ=WEEKLY;COUNT=5"]
    longer = [
        *("UID:d", "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20270112"),
        *("DTSTART;VALUE=DATE:20270113", "DTEND;VALUE=DATE:20270115"),
    ]
    timed = [
        *("UID:d", "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20270126"),
        *(f"DTSTART{JAKARTA}20270126T090000", f"DTEND{JAKARTA}20270126T100000"),
    ]
    assert [
        (row["recurrence_id"], row["starts_at"], row["ends_at"]) for row in read(calendar(days, longer, timed)).rows
    ] == [
        ("2027-01-05", "2027-01-05", "2027-01-06"),
        ("2027-01-12", "2027-01-13", "2027-01-15"),
        ("2027-01-19", "2027-01-20", "2027-01-22"),
        ("2027-01-26", "2027-01-26T02:00:00Z", "2027-01-26T03:00:00Z"),
        ("2027-02-02", "2027-02-02T02:00:00Z", "2027-02-02T03:00:00Z"),
    ]


def test_what_moves_on_the_clock_stays_at_its_hour_when_clocks_change(read):
    zone = ";TZID=America/New_York:"
    master = ["UID:n", f"DTSTART{zone}20270302T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=4"]
    onward = [
        *("UID:n", f"RECURRENCE-ID;RANGE=THISANDFUTURE{zone}20270309T090000"),
        *(f"DTSTART{zone}20270309T103000", "DURATION:PT1H"),
    ]
    rows = read(calendar(master, onward)).rows
    assert [row["starts_at"] for row in rows] == [
        "2027-03-02T14:00:00Z",
        "2027-03-09T15:30:00Z",
        "2027-03-16T14:30:00Z",
        "2027-03-23T14:30:00Z",
    ]
    by_instant = [line.replace(f"{zone}20270309T090000", ":20270309T140000Z") for line in onward]
    assert read(calendar(master, by_instant)).rows == rows


@pytest.mark.parametrize("range_", ["THISANDFUTURE", "ThisAndFuture", '"THISANDFUTURE"'])
def test_its_word_is_known_in_any_case(read, range_):
    onward = [line.replace("THISANDFUTURE", range_) for line in change("20270112T090000", "20270112T100000")]
    assert [one[1][5:] for one in described(read(calendar(WEEKLY, onward)).rows)] == ["0900", *["1000"] * 5]


CASES = {
    "one": [change("20270119T090000", "20270120T133000")],
    "two": [change("20270112T090000", "20270113T130000"), change("20270126T090000", "20270126T080000", minutes=180)],
    "with a single one": [
        change("20270119T090000", "20270119T100000"),
        change("20270202T090000", "20270204T090000", onward=False),
    ],
}


@pytest.mark.parametrize("changes", CASES.values(), ids=CASES)
def test_ical_reads_the_same(read, changes):
    content = calendar([*WEEKLY, f"EXDATE{JAKARTA}20270209T090000"], *changes, head=always("Asia/Jakarta", "+0700"))
    ours = [(row["recurrence_id"], row["starts_at"], row["ends_at"], row["summary"]) for row in read(content).rows]
    theirs = read_by_ical(content.encode())
    assert ours == [(one["recurrence_id"], one["starts_at"], one["ends_at"], one["summary"]) for one in theirs]


SLOTS = [datetime(2027, 1, 5, 9) + timedelta(weeks=number) for number in range(8)]


@st.composite
def files(draw):
    """A weekly event with left out and further dates, and changes of single dates and of all that follow."""
    zone = draw(st.sampled_from(["Asia/Jakarta", "America/New_York", "Europe/Berlin"]))

    def written(moment):
        return f";TZID={zone}:{moment:%Y%m%dT%H%M%S}"

    master = ["UID:a", f"DTSTART{written(SLOTS[0])}", "DURATION:PT2H", "RRULE:FREQ=WEEKLY;COUNT=8", "SUMMARY:Forum"]
    master += [f"EXDATE{written(slot)}" for slot in draw(st.lists(st.sampled_from(SLOTS[1:]), unique=True, max_size=2))]
    master += [
        f"RDATE{written(slot + timedelta(days=2))}"
        for slot in draw(st.lists(st.sampled_from(SLOTS), unique=True, max_size=2))
    ]
    changes = []
    for slot in draw(st.lists(st.sampled_from(SLOTS), unique=True, max_size=4)):
        range_ = draw(st.sampled_from(["", ";RANGE=THISANDFUTURE"]))
        start = slot + timedelta(minutes=draw(st.integers(-300, 300)), days=draw(st.integers(-10, 10)))
        minutes = draw(st.integers(15, 300))
        changes.append(
            [
                *("UID:a", f"RECURRENCE-ID{range_}{written(slot)}", f"DTSTART{written(start)}"),
                *(f"DURATION:PT{minutes}M", f"SUMMARY:{minutes}"),
            ]
        )
    return calendar(master, *changes).encode()


@given(files())
def test_any_file_reads_as_by_recurring_ical_events(content):
    since, until = date(2026, 12, 1), date(2027, 5, 1)
    ours = read_calendar(content, since=since, until=until).occurrences
    theirs = recurring_ical_events.of(Calendar.from_ical(content)).between(since, until)
    assert sorted((instant(one.starts_at), instant(one.ends_at), one.summary) for one in ours) == sorted(
        (instant(one.start.astimezone(UTC)), instant(one.end.astimezone(UTC)), str(one["SUMMARY"])) for one in theirs
    )
