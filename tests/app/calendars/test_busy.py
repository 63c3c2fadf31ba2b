"""Busy times are read from a person's calendar: only the times, and only of events that block them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.calendars.busy import read_busy
from app.calendars.errors import CalendarUnreadable

pytestmark = pytest.mark.one_database
JAKARTA = ZoneInfo("Asia/Jakarta")
SINCE = datetime(2026, 11, 24, 2, tzinfo=UTC)
UNTIL = SINCE + timedelta(weeks=26)


def calendar(*parts, kind="VEVENT", head=()):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//other//EN", *head]
    for part in parts:
        lines += [f"BEGIN:{kind}", "DTSTAMP:20260101T000000Z", *part, f"END:{kind}"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def read(content, **more):
    """Return the times as "24 Nov 09:00–10:00", in Jakarta."""
    found = read_busy(content, since=SINCE, until=UNTIL, timezone=JAKARTA, **more)
    local = [(one.starts_at.astimezone(JAKARTA), one.ends_at.astimezone(JAKARTA)) for one in found]
    return [f"{start:%d %b %H:%M}–{end:%H:%M}" for start, end in local]


MEETING = ["UID:a", "DTSTART:20261125T020000Z", "DTEND:20261125T030000Z", "SUMMARY:Rahasia"]


def test_an_event_is_a_time_and_nothing_else():
    assert read(calendar(MEETING)) == ["25 Nov 09:00–10:00"]
    found = read_busy(calendar(MEETING), since=SINCE, until=UNTIL, timezone=JAKARTA)
    assert "Rahasia" not in str(found)
    assert found[0].uid == "a"


@pytest.mark.parametrize(
    "line",
    [
        "TRANSP:TRANSPARENT",
        "STATUS:CANCELLED",
        "status:cancelled",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE",
        "ATTENDEE;PARTSTAT=DECLINED:MAILTO:Me@Office.example",
    ],
)
def test_what_keeps_nobody_away_does_not_count(line):
    assert read(calendar([*MEETING, line]), owner="me@office.example") == []


@pytest.mark.parametrize(
    "line",
    [
        "TRANSP:OPAQUE",
        "STATUS:TENTATIVE",
        "X-MICROSOFT-CDO-BUSYSTATUS:OOF",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:other@office.example",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:me@office.example",
    ],
)
def test_what_keeps_its_owner_away_counts(line):
    assert read(calendar([*MEETING, line]), owner="me@office.example") == ["25 Nov 09:00–10:00"]


def test_whole_days_count_unless_they_are_free():
    day = ["UID:a", "DTSTART;VALUE=DATE:20261125", "DTEND;VALUE=DATE:20261127"]
    assert read(calendar(day)) == ["25 Nov 00:00–00:00"]
    assert read(calendar([*day, "TRANSP:TRANSPARENT"])) == []


def test_times_without_a_zone_are_of_the_calendars_zone():
    event = ["UID:a", "DTSTART:20261125T090000", "DTEND:20261125T100000"]
    assert read(calendar(event)) == ["25 Nov 09:00–10:00"]
    assert read(calendar(event, head=["X-WR-TIMEZONE:Asia/Jayapura"])) == ["25 Nov 07:00–08:00"]
    assert read(calendar(event, head=["X-WR-TIMEZONE:Nowhere/Else"])) == ["25 Nov 09:00–10:00"]
    outlook = ["UID:a", "DTSTART;TZID=SE Asia Standard Time:20261125T090000", "DURATION:PT1H"]
    assert read(calendar(outlook)) == ["25 Nov 09:00–10:00"]


def test_repeating_events_are_followed_with_what_differs():
    weekly = ["UID:a", "DTSTART;TZID=Asia/Jakarta:20261103T090000", "DURATION:PT1H"]
    weekly += ["RRULE:FREQ=WEEKLY;COUNT=8", "EXDATE;TZID=Asia/Jakarta:20261201T090000"]
    moved = ["UID:a", "RECURRENCE-ID;TZID=Asia/Jakarta:20261208T090000"]
    moved += ["DTSTART;TZID=Asia/Jakarta:20261209T130000", "DURATION:PT30M"]
    free = ["UID:a", "RECURRENCE-ID;TZID=Asia/Jakarta:20261215T090000"]
    free += ["DTSTART;TZID=Asia/Jakarta:20261215T090000", "DURATION:PT1H", "TRANSP:TRANSPARENT"]
    assert read(calendar(weekly, moved, free)) == ["24 Nov 09:00–10:00", "09 Dec 13:00–13:30", "22 Dec 09:00–10:00"]


def test_what_is_over_or_too_far_ahead_is_left_out():
    running = ["UID:a", "DTSTART:20261120T000000Z", "DTEND:20261125T000000Z"]
    over = ["UID:b", "DTSTART:20261123T000000Z", "DTEND:20261124T020000Z"]
    far = ["UID:c", "DTSTART:20270601T000000Z", "DTEND:20270601T010000Z"]
    nothing = ["UID:d", "DTSTART:20261125T020000Z"]
    assert read(calendar(running, over, far, nothing)) == ["20 Nov 07:00–07:00"]


def test_free_busy_lists_are_read():
    listed = [
        "DTSTART:20261101T000000Z",
        "DTEND:20270101T000000Z",
        "FREEBUSY;FBTYPE=BUSY:20261125T020000Z/20261125T030000Z,20261126T020000Z/PT2H",
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261127T020000Z/20261127T030000Z",
        "FREEBUSY;FBTYPE=FREE:20261128T020000Z/20261128T030000Z",
        "FREEBUSY:20261201T020000Z/20261201T030000Z",
    ]
    assert read(calendar(listed, kind="VFREEBUSY")) == [
        "25 Nov 09:00–10:00",
        "26 Nov 09:00–11:00",
        "27 Nov 09:00–10:00",
        "01 Dec 09:00–10:00",
    ]
    alone = ["DTSTART:20261125T020000Z", "DTEND:20261125T030000Z", "FBTYPE:BUSY"]
    assert read(calendar(alone, kind="VFREEBUSY")) == ["25 Nov 09:00–10:00"]


@pytest.mark.parametrize(
    "wrong",
    [
        ["UID:b", "DTSTART;TZID=Mars/Olympus:20261126T090000"],
        ["UID:b", "DTSTART:20261126T090000Z", "RRULE:FREQ=SECONDLY"],
        ["UID:b", "DTSTART:20261126T090000Z", "RRULE:FREQ=NEVER"],
        ["UID:b", "DTSTART:19700101T000000Z", "DURATION:PT1M", "RRULE:FREQ=HOURLY;BYMINUTE=0,1,2,3,4,5,6,7,8,9"],
        ["UID:b", "DTEND:20261126T090000Z"],
        ["UID:b", "DTSTART:20261126T090000Z", "DTEND:20261125T090000Z"],
        ["UID:b", "DTSTART:99991231T235959Z", "DURATION:P9D"],
        ["UID:b", "DTSTART:00010101T000000", "DURATION:P9D"],
    ],
)
def test_an_event_that_cannot_be_read_hinders_no_other(wrong):
    assert read(calendar(wrong, MEETING)) == ["25 Nov 09:00–10:00"]


@pytest.mark.parametrize("wrong", ["x", "99991231T000000Z/P9D", "20261125", "20261130T030000Z/20261130T020000Z"])
def test_an_invalid_listed_time_is_refused_in_one_sentence(wrong):
    with pytest.raises(CalendarUnreadable, match="line that is not iCalendar"):
        read(calendar([f"FREEBUSY:{wrong}"], kind="VFREEBUSY"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>Sign in</html>",
        b"\xff\xfe",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
        b"BEGIN:VEVENT\r\nEND:VEVENT\r\n",
    ],
)
def test_what_is_no_calendar_is_refused(content):
    with pytest.raises(CalendarUnreadable):
        read(content)


def test_a_calendar_that_would_take_for_ever_is_given_up(monkeypatch):
    monkeypatch.setattr("app.calendars.busy.LONGEST_SECONDS", 0.5)
    events = [
        [f"UID:{number}", "DTSTART:20100101T000000Z", "DURATION:PT1M", "RRULE:FREQ=HOURLY"] for number in range(60)
    ]
    with pytest.raises(CalendarUnreadable, match="too long"):
        read(calendar(*events))
