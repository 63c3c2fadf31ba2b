"""iCalendar files of Selaras, read by other implementations."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
import vobject
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from app.calendars.ics_parser import read_calendar
from app.calendars.invitations import (
    Attendee,
    AttendeeKind,
    AttendeeRole,
    Event,
    Organizer,
    PartStat,
    cancellation,
    feed,
    request,
)
from app.calendars.recurrence import make_recurrence
from app.calendars.rules import parse_rule

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
SESSION = Event(
    uid="7f0c@selaras.example",
    sequence=4,
    starts_at=datetime(2027, 1, 6, 2, tzinfo=UTC),
    ends_at=datetime(2027, 1, 6, 4, tzinfo=UTC),
    timezone="Asia/Jakarta",
    slot=datetime(2027, 1, 5, 2, tzinfo=UTC),
    summary="Forum SPBE Internal",
    place="Balai Kota, Ruang 2",
    page="https://selaras.example/sessions/1",
    meeting_link="https://meet.example/spbe?kunci=1,2;3",
    created_at=datetime(2026, 11, 1, tzinfo=UTC),
    changed_at=datetime(2026, 11, 20, tzinfo=UTC),
    organizer=Organizer("forum+t0k3n@selaras.example", "Forum SPBE Internal"),
    attendee=Attendee(email="narahubung@dinkes.example", name="Narahubung Dinkes"),
)
SERIES = replace(
    SESSION,
    slot=None,
    starts_at=datetime(2027, 1, 5, 2, tzinfo=UTC),
    ends_at=datetime(2027, 1, 5, 4, tzinfo=UTC),
    rule=parse_rule("FREQ=WEEKLY;BYDAY=TU"),
)


def only_event(content):
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


def start_by_its_own_offsets(content):
    """The start instant, reckoned by dateutil with the offsets that the file itself defines."""
    event = only_event(content)
    zone = tzical(StringIO(content.decode())).get(event["DTSTART"].params["TZID"])
    return event["DTSTART"].dt.replace(tzinfo=zone).astimezone(UTC)


def test_a_request_has_what_clients_need():
    content = request([SESSION], sent_at=NOW)
    calendar = Calendar.from_ical(content)
    event = only_event(content)
    assert calendar["METHOD"] == "REQUEST"
    assert event["UID"] == "7f0c@selaras.example"
    assert event["SEQUENCE"] == 4
    assert event["DTSTART"].params["TZID"] == event["RECURRENCE-ID"].params["TZID"] == "Asia/Jakarta"
    assert event["RECURRENCE-ID"].dt == SESSION.slot
    assert b"DTSTAMP:20261124T020000Z" in content
    assert b"CREATED:20261101T000000Z" in content
    assert b"LAST-MODIFIED:20261120T000000Z" in content
    assert str(event["ORGANIZER"]) == "mailto:forum+t0k3n@selaras.example"
    assert event["STATUS"] == "CONFIRMED"


def test_a_copy_names_its_own_recipient_and_no_one_else():
    office = Attendee(
        email="sekretariat@dlh.example",
        name="Sekretariat DLH",
        role=AttendeeRole.OPTIONAL,
        answer=PartStat.ACCEPTED,
        kind=AttendeeKind.GROUP,
        asks_answer=False,
    )
    content = request([replace(SESSION, attendee=office)], sent_at=NOW)
    attendee = only_event(content)["ATTENDEE"]
    assert str(attendee) == "mailto:sekretariat@dlh.example"
    assert dict(attendee.params) == {
        "CN": "Sekretariat DLH",
        "ROLE": "OPT-PARTICIPANT",
        "PARTSTAT": "ACCEPTED",
        "CUTYPE": "GROUP",
        "RSVP": "FALSE",
    }
    assert content.count(b"ATTENDEE") == 1


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Africa/Lagos", "America/New_York"])
def test_a_zone_is_never_empty_even_without_recent_changes(zone):
    content = request([replace(SESSION, timezone=zone)], sent_at=NOW)
    (found,) = Calendar.from_ical(content).walk("VTIMEZONE")
    assert found["TZID"] == zone
    assert found.subcomponents
    assert start_by_its_own_offsets(content) == SESSION.starts_at


def test_a_cancellation_says_so_to_every_client():
    content = cancellation([SESSION], sent_at=NOW)
    assert Calendar.from_ical(content)["METHOD"] == "CANCEL"
    assert only_event(content)["STATUS"] == "CANCELLED"
    assert only_event(content)["TRANSP"] == "TRANSPARENT"


def test_an_invitation_has_one_uid_an_attendee_and_an_organizer():
    for events in ([], [SESSION, replace(SESSION, uid="other")], [replace(SESSION, attendee=None)]):
        with pytest.raises(ValueError, match="an invitation has"):
            request(events, sent_at=NOW)


def test_moving_a_session_changes_its_start_and_never_its_identity():
    moved = replace(
        SESSION, starts_at=SESSION.starts_at + timedelta(days=1), ends_at=SESSION.ends_at + timedelta(days=1)
    )
    before, after = (only_event(request([one], sent_at=NOW)) for one in (SESSION, moved))
    assert (before["UID"], before["RECURRENCE-ID"].dt) == (after["UID"], after["RECURRENCE-ID"].dt)
    assert before["DTSTART"].dt != after["DTSTART"].dt
    assert before["CONFERENCE"] == after["CONFERENCE"] == SESSION.meeting_link


def test_slots_that_do_not_take_place_match_their_sessions_at_any_hour():
    slots = make_recurrence(
        rule="FREQ=WEEKLY;BYDAY=TU", starts_at=datetime(2027, 1, 5, 10), timezone="Asia/Jakarta"
    ).slots(until=datetime(2027, 2, 1, tzinfo=UTC))
    first, second, *rest = slots
    series = replace(SERIES, starts_at=first, ends_at=first + timedelta(hours=2), without=(second,))
    found = read_calendar(request([series], sent_at=NOW), since=date(2027, 1, 1), until=date(2027, 2, 1)).occurrences
    assert [one.starts_at for one in found] == [first, *rest]


def test_a_series_with_a_moved_session_is_read_back_the_same():
    content = request([SERIES, SESSION], sent_at=NOW)
    found = recurring_ical_events.of(Calendar.from_ical(content)).between((2027, 1, 1), (2027, 1, 20))
    starts = sorted(event["DTSTART"].dt.astimezone(UTC) for event in found)
    assert starts == [datetime(2027, 1, day, 2, tzinfo=UTC) for day in (6, 12, 19)]


def test_a_feed_has_each_session_once_and_nobodys_address():
    other = replace(
        SESSION,
        slot=datetime(2027, 1, 12, 2, tzinfo=UTC),
        starts_at=datetime(2027, 1, 12, 2, tzinfo=UTC),
        ends_at=datetime(2027, 1, 12, 4, tzinfo=UTC),
        cancelled=True,
    )
    content = feed([SESSION, other], name="Selaras: Forum SPBE", refresh_after=timedelta(hours=6))
    calendar = Calendar.from_ical(content)
    assert len(calendar.walk("VEVENT")) == 2
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in content
    assert b"X-WR-CALNAME:Selaras: Forum SPBE" in content
    assert b"mailto:" not in content
    assert content.count(b"STATUS:CANCELLED") == 1
    assert content == feed([SESSION, other], name="Selaras: Forum SPBE", refresh_after=timedelta(hours=6))
    with pytest.raises(ValueError, match="twice"):
        feed([SESSION, SESSION], name="Selaras")


def test_an_empty_feed_is_still_a_calendar():
    assert read_calendar(feed([], name="Selaras"), since=date(2027, 1, 1), until=date(2028, 1, 1)).occurrences == []


def test_what_is_unknown_is_left_out_instead_of_written_as_none():
    bare = replace(SESSION, slot=None, place="", page="", meeting_link="")
    assert b"None" not in request([bare], sent_at=NOW)


PRINTABLE = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"])
TEXTS = st.text(st.one_of(PRINTABLE, st.sampled_from('\n,;:\\"')), min_size=1, max_size=300).filter(
    lambda text: text.strip() == text
)


@given(text=TEXTS)
@settings(deadline=None, max_examples=60)
def test_any_text_is_escaped_and_folded_and_comes_back(text):
    content = request([replace(SESSION, summary=text, description=text, place=text)], sent_at=NOW)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    event = only_event(content)
    assert event["SUMMARY"] == event["DESCRIPTION"] == event["LOCATION"] == text
    vevent = vobject.readOne(content.decode()).vevent
    assert vevent.summary.value == text
    assert vevent.dtstart.value.astimezone(UTC) == SESSION.starts_at


@pytest.mark.parametrize(
    "name", ['Forum "Lintas" Sektor; A, B: C', "A\r\nATTENDEE:mailto:evil@x.example", "Café\nnama", "^n ^^"]
)
def test_a_name_cannot_add_a_line(name):
    attendee, organizer = Attendee(email="a@b.example", name=name), Organizer("f@b.example", name)
    hostile = replace(SESSION, attendee=attendee, organizer=organizer, summary=name)
    content = request([hostile], sent_at=NOW)
    event = only_event(content)
    assert not isinstance(event["ATTENDEE"], list)
    assert str(event["ATTENDEE"]) == "mailto:a@b.example"


ZONES = [
    "America/New_York",
    "Europe/Berlin",
    "Australia/Sydney",
    "Asia/Jakarta",
    "Africa/Casablanca",
    "America/Santiago",
]


MINUTES = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(second=0, microsecond=0))


@given(start=MINUTES, zone=st.sampled_from(ZONES))
@settings(deadline=None, max_examples=80)
def test_every_instant_survives_the_offsets_that_the_file_defines(start, zone):
    starts_at = start.replace(tzinfo=UTC)
    if starts_at.astimezone(ZoneInfo(zone)).fold:
        return  # the second of two equal wall times cannot be written as a local time
    event = replace(SESSION, timezone=zone, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    assert start_by_its_own_offsets(request([event], sent_at=NOW)) == starts_at
