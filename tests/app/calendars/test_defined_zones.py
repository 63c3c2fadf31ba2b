"""Time zones that a file defines itself, by hand and by ical.js and vobject: their own offsets and changes."""

from datetime import UTC, datetime, timedelta

import pytest
import vobject

from app.calendars.defined_zones import DefinedZone, Onset
from tests.app.calendars.test_other_readers import read_by_ical
from tests.support.calendars import always, calendar, zone

NAME = "Customized Time Zone"
EUROPE = (
    [
        *("STANDARD", "DTSTART:16011028T030000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"),
        *("TZOFFSETFROM:+0200", "TZOFFSETTO:+0100"),
    ],
    [
        *("DAYLIGHT", "DTSTART:16010325T020000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"),
        *("TZOFFSETFROM:+0100", "TZOFFSETTO:+0200"),
    ],
)
OWN = (
    [
        *("STANDARD", "DTSTART:20001001T000000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=2SU"),
        *("TZOFFSETFROM:+0820", "TZOFFSETTO:+0720"),
    ],
    [
        *("DAYLIGHT", "DTSTART:20000402T000000", "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU"),
        *("TZOFFSETFROM:+0720", "TZOFFSETTO:+0820"),
    ],
)
"""Clocks as no place has them: +07:20, and an hour more from the first Sunday of April to the second of October."""


def weekly(name, start, count=6):
    return ["UID:w", f"DTSTART;TZID={name}:{start}", "DURATION:PT1H", f"RRULE:FREQ=WEEKLY;COUNT={count}"]


def starts(result):
    return [row["starts_at"] for row in result.rows]


def test_a_zone_that_outlook_made_changes_when_it_says(read):
    found = starts(read(calendar(weekly(NAME, "20270315T090000", 4), head=zone(NAME, *EUROPE))))
    assert found == ["2027-03-15T08:00:00Z", "2027-03-22T08:00:00Z", "2027-03-29T07:00:00Z", "2027-04-05T07:00:00Z"]


def test_a_zone_like_nowhere_in_the_world_keeps_its_offsets_and_changes(read):
    found = starts(read(calendar(weekly(NAME, "20270327T090000", 3), head=zone(NAME, *OWN))))
    assert found == ["2027-03-27T01:40:00Z", "2027-04-03T01:40:00Z", "2027-04-10T00:40:00Z"]
    found = starts(read(calendar(weekly(NAME, "20271003T090000", 2), head=zone(NAME, *OWN))))
    assert found == ["2027-10-03T00:40:00Z", "2027-10-10T01:40:00Z"]


@pytest.mark.parametrize("parts", [EUROPE, OWN], ids=["Europe", "own"])
def test_ical_reads_the_same_all_through_a_year(read, parts):
    content = calendar(weekly(NAME, "20270103T040000", 52), head=zone(NAME, *parts))
    theirs = [one["starts_at"] for one in read_by_ical(content.encode(), until="2028-01-01T00:00:00Z")]
    assert starts(read(content)) == theirs


def test_vobject_reads_the_same(read):
    event = ["UID:v", f'DTSTART;TZID="{NAME}":20270704T110000']
    content = calendar(event, head=zone(NAME, *EUROPE))
    theirs = vobject.readOne(content).vevent.dtstart.value.astimezone(UTC)
    assert starts(read(content)) == ["2027-07-04T09:00:00Z"] == [f"{theirs:%Y-%m-%dT%H:%M:%SZ}"]


def test_two_calendars_in_one_file_may_mean_different_zones_by_one_name(read):
    one = calendar(["UID:a", f"DTSTART;TZID={NAME}:20270105T090000"], head=always(NAME, "+0700"))
    two = calendar(["UID:b", f"DTSTART;TZID={NAME}:20270105T090000"], head=always(NAME, "+0900"))
    assert {row["uid"]: row["starts_at"] for row in read(one + two).rows} == {
        "a": "2027-01-05T02:00:00Z",
        "b": "2027-01-05T00:00:00Z",
    }


def test_one_file_leaves_nothing_behind_for_the_next(read):
    event = ["UID:a", f"DTSTART;TZID={NAME}:20270105T090000"]
    assert starts(read(calendar(event, head=always(NAME, "+0700")))) == ["2027-01-05T02:00:00Z"]
    assert starts(read(calendar(event, head=always(NAME, "-0300")))) == ["2027-01-05T12:00:00Z"]
    assert "unknown time zone" in read(calendar(event)).stderr


def test_a_time_zone_may_follow_its_events_and_have_punctuation_in_its_name(read):
    content = calendar(["UID:a", 'DTSTART;TZID="(UTC+07:00) Bangkok, Hanoi, Jakarta":20270105T090000'])
    own = "\r\n".join(always("(UTC+07:00) Bangkok\\, Hanoi\\, Jakarta", "+0700"))
    assert starts(read(content.replace("END:VCALENDAR", f"{own}\r\nEND:VCALENDAR"))) == ["2027-01-05T02:00:00Z"]


def test_the_last_change_of_a_rule_that_ends_counts(read):
    """UNTIL is an instant in UTC: the last change comes at that very instant."""
    ended = [
        [*EUROPE[0][:1], "DTSTART:20201025T030000", f"{EUROPE[0][2]};UNTIL=20261025T010000Z", *EUROPE[0][3:]],
        [*EUROPE[1][:1], "DTSTART:20200329T020000", f"{EUROPE[1][2]};UNTIL=20270328T010000Z", *EUROPE[1][3:]],
    ]
    events = (["UID:a", f"DTSTART;TZID={NAME}:20270301T090000"], ["UID:b", f"DTSTART;TZID={NAME}:20271201T090000"])
    found = starts(read(calendar(*events, head=zone(NAME, *ended))))
    assert found == ["2027-03-01T08:00:00Z", "2027-12-01T07:00:00Z"]


def test_a_zone_by_a_name_of_windows_has_its_own_offsets_and_one_of_the_world_that_of_the_world(read):
    names = ("SE Asia Standard Time", "Asia/Jakarta")
    head = [line for name in names for line in always(name, "+0630")]
    events = [[f"UID:{name}", f"DTSTART;TZID={name}:20270105T090000"] for name in names]
    assert {row["uid"]: row["starts_at"] for row in read(calendar(*events, head=head)).rows} == {
        "SE Asia Standard Time": "2027-01-05T02:30:00Z",
        "Asia/Jakarta": "2027-01-05T02:00:00Z",
    }


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [["STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0700", "TZOFFSETTO:much"]],
        [["STANDARD", "TZOFFSETFROM:+0700", "TZOFFSETTO:+0700"]],
        [["STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0700", "TZOFFSETTO:+9900"]],
    ],
    ids=["empty", "offset", "start", "far"],
)
def test_a_zone_that_is_broken_costs_its_own_events_alone(read, parts):
    own = ["UID:a", f"DTSTART;TZID={NAME}:20270105T090000"]
    result = read(calendar(own, ["UID:b", "DTSTART:20270105T090000Z"], head=zone(NAME, *parts)))
    assert [row["uid"] for row in result.rows] == ["b"]
    assert NAME in result.stderr


def test_an_offset_that_is_only_said_once_holds_before_it_too(read):
    """Outlook for Mac leaves TZOFFSETFROM out."""
    head = zone(NAME, ["STANDARD", "DTSTART:16010101T000000", "TZOFFSETTO:+1000"])
    assert starts(read(calendar(["UID:a", f"DTSTART;TZID={NAME}:20270105T090000"], head=head))) == [
        "2027-01-04T23:00:00Z"
    ]


def test_wall_times_that_are_skipped_or_come_twice_are_read_as_the_standard_says(read):
    days = ("20270328T023000", "20271031T023000")
    events = [[f"UID:{day}", f"DTSTART;TZID={NAME}:{day}"] for day in days]
    found = starts(read(calendar(*events, head=zone(NAME, *EUROPE))))
    assert found == ["2027-03-28T01:30:00Z", "2027-10-31T00:30:00Z"]


def test_an_instant_becomes_the_wall_time_that_it_came_from():
    winter, summer = timedelta(hours=1), timedelta(hours=2)
    spring, autumn = datetime(2027, 3, 28, 1), datetime(2027, 10, 31, 1)
    clocks = DefinedZone("x", [Onset(autumn, summer, winter), Onset(spring, winter, summer)])
    for moment in (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)):
        wall = moment.astimezone(clocks)
        assert (wall.hour, wall.minute) == (2, 30)
        assert wall.astimezone(UTC) == moment
    assert (clocks.tzname(None), clocks.dst(None), clocks.utcoffset(None)) == ("x", None, None)
