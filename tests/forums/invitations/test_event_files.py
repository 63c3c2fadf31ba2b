"""One session for a reader's calendar: the iCalendar file and the link to Google Calendar."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import icalendar
import pytest
import vobject

from app.circles.models import Classification
from app.database import db
from forums.invitations.links import answer_link, seal
from forums.invitations.models import Invitation
from forums.scheduling.models import Mode, SessionState
from tests.factories import (
    CoordinatorFactory,
    ParticipantFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
)

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
GOOGLE = "https://calendar.google.com/calendar/render"


@pytest.fixture
def session(app, clock):
    series = SeriesFactory(forum__name="Forum Data", forum__circle__classification=Classification.INTERNAL)
    return SessionFactory(
        forum=series.forum,
        series=series,
        slot=NOW + timedelta(days=2),
        starts_at=NOW + timedelta(days=3),
        mode=Mode.HYBRID,
        place="Balai Kota",
        link="https://rapat.example/1",
    )


@pytest.fixture
def participant(session):
    return ParticipantFactory(forum=session.forum)


@pytest.fixture
def member(participant):
    return participant.person


@pytest.fixture
def invitation(session, participant):
    """The invitation of the member, of which the fourth change was sent."""
    made = Invitation(
        session_id=session.id, seat_id=participant.seat_id, person_id=participant.person_id, sequence=4, sent_at=NOW
    )
    made.id, made.generation = uuid4(), 0
    seal(made)
    db.session.add(made)
    db.session.commit()
    return made


def event_of(response):
    """The event of a file, which two libraries read alike."""
    assert response.mimetype == "text/calendar"
    calendar = icalendar.Calendar.from_ical(response.get_data())
    assert "METHOD" not in calendar
    (event,) = calendar.walk("VEVENT")
    other = vobject.readOne(response.get_data(as_text=True)).vevent
    assert (other.uid.value, other.summary.value) == (event["UID"], event["SUMMARY"])
    assert other.dtstart.value.astimezone(UTC) == event.start.astimezone(UTC)
    return event


def google(page):
    """The fields of the link to Google Calendar on a page, or None."""
    link = page.soup.find("a", href=lambda href: href and href.startswith(GOOGLE))
    return {name: value for name, (value,) in parse_qs(urlsplit(link["href"]).query).items()} if link else None


def test_a_reader_downloads_a_session_under_the_identity_of_the_feeds(as_user, session):
    event = event_of(as_user(CoordinatorFactory()).get(f"/sessions/{session.id}/calendar.ics"))
    assert event["UID"].startswith(f"{session.id}@")
    assert event["SEQUENCE"] == session.version
    assert event["SUMMARY"] == f"Forum Data, Sesi {session.number}"
    assert event["LOCATION"] == "Balai Kota"
    assert event["CONFERENCE"] == "https://rapat.example/1"
    assert event.start == session.starts_at
    assert event.start.tzinfo.key == "Asia/Jakarta"
    assert not {"RECURRENCE-ID", "ORGANIZER", "ATTENDEE"} & event.keys()


def test_an_invitee_downloads_it_under_the_identity_of_the_invitation(as_user, session, member, invitation):
    for visitor, address in (
        (as_user(member), f"/sessions/{session.id}/calendar.ics"),
        (as_user(), f"{urlsplit(answer_link(invitation)).path}/calendar.ics"),
    ):
        event = event_of(visitor.get(address))
        assert (event["UID"], event["SEQUENCE"]) == (session.series.uid, 4)
        assert event["RECURRENCE-ID"].dt == session.slot


def test_a_session_of_its_own_has_no_recurrence(as_user, session, member, invitation):
    session.series, session.slot, session.uid = None, None, "one@selaras.example"
    db.session.commit()
    event = event_of(as_user(member).get(f"/sessions/{session.id}/calendar.ics"))
    assert event["UID"] == "one@selaras.example"
    assert "RECURRENCE-ID" not in event


def test_the_file_stays_the_same_until_the_session_changes(as_user, session, clock):
    reader = as_user(CoordinatorFactory())
    first = reader.get(f"/sessions/{session.id}/calendar.ics").get_data()
    clock.shift(timedelta(hours=1))
    assert reader.get(f"/sessions/{session.id}/calendar.ics").get_data() == first


def test_a_cancelled_session_is_cancelled_in_the_file_and_a_merged_one_has_none(as_user, session):
    reader = as_user(CoordinatorFactory())
    session.state = SessionState.CANCELLED
    db.session.commit()
    assert event_of(reader.get(f"/sessions/{session.id}/calendar.ics"))["STATUS"] == "CANCELLED"
    session.state = SessionState.MERGED
    db.session.commit()
    reader.get(f"/sessions/{session.id}/calendar.ics", status=409)


def test_only_readers_of_the_forum_download_it(as_user, as_program, session, member):
    stranger = PersonFactory()
    as_user(stranger).get(f"/sessions/{session.id}/calendar.ics", status=404)
    as_program(stranger).get(f"/sessions/{session.id}/calendar.ics", status=404)
    assert b"BEGIN:VEVENT" in as_program(member).get(f"/sessions/{session.id}/calendar.ics").get_data()


def test_programs_read_the_link_to_google_that_pages_show(as_user, as_program, session, member):
    links = as_user(member).get(f"/sessions/{session.id}").soup.find_all("a", href=True)
    shown = next(link["href"] for link in links if link["href"].startswith(GOOGLE))
    program = as_program(member)
    assert program.get(f"/sessions/{session.id}").json["google_calendar_href"] == shown
    session.forum.circle.classification = Classification.SECRET
    db.session.commit()
    assert program.get(f"/sessions/{session.id}").json["google_calendar_href"] is None


def test_a_list_with_links_to_google_takes_the_same_statements_for_more_forums(as_program, queries, session, member):
    program = as_program(member)

    def cost():
        with queries() as asked:
            assert all(one["google_calendar_href"] for one in program.get("/sessions").json["items"])
        return len(asked)

    few = cost()
    for number in range(3):
        own = ParticipantFactory(forum__name=f"Forum {number}", person=member)
        SessionFactory(forum=own.forum, starts_at=NOW + timedelta(days=number + 4))
    assert cost() == few


def test_the_link_to_google_has_utc_times_and_no_link_to_the_meeting(as_user, session, member, invitation):
    for visitor, address in (
        (as_user(member), f"/sessions/{session.id}"),
        (as_user(), urlsplit(answer_link(invitation)).path),
    ):
        page = visitor.get(address)
        fields = google(page)
        assert fields["dates"] == "20261127T020000Z/20261127T040000Z"
        assert fields["text"] == f"Forum Data, Sesi {session.number}"
        assert fields["location"] == "Balai Kota"
        assert fields["details"].endswith(f"/sessions/{session.id}")
        assert "rapat.example" not in str(fields)
        assert page.soup.find("a", href=lambda href: href and href.endswith("/calendar.ics"))


def test_the_name_of_a_secret_forum_is_not_given_to_google(as_user, session, member):
    session.forum.circle.classification = Classification.SECRET
    db.session.commit()
    page = as_user(member).get(f"/sessions/{session.id}")
    assert google(page) is None
    assert page.soup.find("a", href=f"/sessions/{session.id}/calendar.ics")


def test_a_session_that_is_over_is_not_offered(as_user, session, clock):
    clock.move_to(session.ends_at + timedelta(minutes=1))
    page = as_user(CoordinatorFactory()).get(f"/sessions/{session.id}")
    assert google(page) is None
    assert not page.soup.find("a", href=f"/sessions/{session.id}/calendar.ics")
