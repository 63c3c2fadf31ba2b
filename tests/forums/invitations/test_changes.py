"""Calendars follow what happens to sessions, and only people who were invited hear of it."""

from datetime import timedelta

import pytest

from app.circles.models import Classification
from app.database import db
from forums.invitations import actions
from forums.invitations.models import AnswerState
from forums.invitations.queries import answer_of, own_answer
from forums.scheduling import actions as scheduling
from forums.scheduling import session_actions
from forums.scheduling.actions import Charter, Place
from forums.scheduling.models import ForumRole, Mode
from forums.scheduling.session_actions import Where
from tests.app.calendars.test_other_readers import read_by_ical
from tests.factories import OrganisationFactory, PersonFactory, SeatFactory, SeriesFactory
from tests.factories.forums import NEXT
from tests.forums.papers.test_letter import TYPED
from tests.forums.room import arrivals_after_a_minute, room

NOW = NEXT - timedelta(days=2)
LATER = NEXT + timedelta(days=1)


def move(it, starts_at=LATER):
    """Move the session to another time."""
    session_actions.move(
        it.session, starts_at=starts_at, minutes=120, reason="Ruang terpakai", by=it.room.coordinator, at=NOW
    )


def everyone(it):
    """Who sits in the room, as the form of the forum would send it."""
    return [
        Place(organisation=one.seat.organisation, person=one.person, role=one.role) for one in it.participants.values()
    ]


def seat(it, places):
    """Change who takes part."""
    charter = Charter(
        name=it.forum.name,
        kind=it.forum.kind,
        goal=it.forum.goal,
        classification=Classification.INTERNAL,
        place=it.forum.place,
        quorum_sectors=it.forum.quorum_sectors,
    )
    scheduling.change(it.forum, charter, places, by=it.coordinator, at=NOW)
    db.session.commit()


def test_another_time_asks_everyone_anew_and_remembers_what_was_said(invited, as_user, sent, event_of):
    it = invited()
    first = {address: event_of(message)[0] for address, message in sent().items()}
    as_user().post(it.link(it.room.partner), {"answer": "attending_in_person"})
    move(it)
    mails = sent()
    assert set(mails) == set(first)
    for address, message in mails.items():
        event, method, _text = event_of(message)
        assert method == "REQUEST"
        assert event["UID"] == first[address]["UID"]
        assert event["SEQUENCE"] > first[address]["SEQUENCE"]
        assert event["DTSTART"].dt == LATER
        assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    answer = own_answer(it.session, it.room.partner.id)
    assert (answer.answer, answer.previous) == (AnswerState.NEEDS_ACTION, AnswerState.ATTENDING_IN_PERSON)
    words = as_user().get(it.link(it.room.partner)).words
    assert "Jawaban Anda untuk waktu sebelumnya: Hadir luring" in words


def test_another_place_keeps_the_answers(invited, as_user, sent, event_of):
    it = invited()
    sent()
    as_user().post(it.link(it.room.partner), {"answer": "attending_in_person"})
    where = Where(mode=Mode.HYBRID, place="Ruang 2", link="https://rapat.example/2")
    session_actions.relocate(it.session, where, by=it.room.coordinator, at=NOW)
    mails = sent()
    event, _method, text = event_of(mails[it.room.partner.email])
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"
    assert event["LOCATION"] == "Ruang 2"
    assert "https://rapat.example/2" in text
    event, _method, _text = event_of(mails[it.room.member.email])
    assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert answer_of(it.session, it.room.partner.id).answer is AnswerState.ATTENDING_IN_PERSON


def test_a_cancelled_session_leaves_calendars_and_comes_back_with_its_answers(invited, as_user, sent, event_of):
    it = invited()
    sent()
    as_user().post(it.link(it.room.partner), {"answer": "attending_in_person"})
    session_actions.cancel(it.session, reason="Banjir", by=it.room.coordinator, at=NOW)
    mails = sent()
    assert len(mails) == 6
    event, method, _text = event_of(mails[it.room.partner.email])
    assert (method, str(event["STATUS"])) == ("CANCEL", "CANCELLED")
    gone = event["SEQUENCE"]
    session_actions.restore(it.session, by=it.room.coordinator, at=NOW)
    event, method, _text = event_of(sent()[it.room.partner.email])
    assert method == "REQUEST"
    assert event["SEQUENCE"] > gone
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"


def test_people_who_leave_are_removed_and_people_who_join_are_invited(
    invited, as_user, sent, event_of, smtp_sink, clock
):
    it = invited()
    sent()
    link, partner = it.link(it.room.partner), it.room.partner
    newcomer = PersonFactory(name="Pengganti", organisation=partner.organisation)
    places = [place for place in everyone(it.room) if place.person is not partner]
    seat(it.room, [*places, Place(organisation=newcomer.organisation, person=newcomer, role=ForumRole.MEMBER)])
    mails = [one for one in arrivals_after_a_minute(smtp_sink, clock) if one.get_body(("calendar",)) is not None]
    calendars = {message["To"]: event_of(message)[1] for message in mails}  # who joins is told of the forum too
    assert calendars == {partner.email: "CANCEL", newcomer.email: "REQUEST"}
    as_user().get(link, status=410)
    move(it)
    assert partner.email not in sent()


def test_people_who_return_get_the_same_link_again(invited, sent):
    it = invited()
    link, places = it.link(it.room.partner), everyone(it.room)
    seat(it.room, [place for place in places if place.person is not it.room.partner])
    seat(it.room, places)
    assert it.link(it.room.partner) == link
    assert it.invitation(it.room.partner).withdrawn_at is None


def test_nobody_hears_of_changes_to_sessions_to_which_nobody_was_invited(app, sent):
    it = room()
    it.room, change = it, {"by": it.coordinator, "at": NOW}
    move(it)
    session_actions.relocate(it.session, Where(mode=Mode.IN_PERSON, place="Ruang 3"), **change)
    session_actions.cancel(it.session, reason="", **change)
    session_actions.restore(it.session, **change)
    assert sent() == {}


def test_what_nobody_needs_to_see_sends_nothing(invited, sent):
    it = invited()
    sent()
    session_actions.change(
        it.session,
        session_actions.Details(
            title="Rapat kerja",
            where=Where(mode=it.session.mode, place=it.session.place, link=it.session.link),
            presider_id=it.room.facilitator.id,
            minute_taker_id=None,
        ),
        by=it.room.coordinator,
        at=NOW,
    )
    assert sent() == {}


def test_a_seat_that_nobody_takes_by_name_is_invited_through_its_office(sent, event_of):
    it = room()
    office = OrganisationFactory(name="Bappeda", secretariat_email="sekretariat@bappeda.example")
    SeatFactory(circle=it.forum.circle, organisation=office, position=5)
    silent = OrganisationFactory(name="Tanpa alamat", secretariat_email=None)
    SeatFactory(circle=it.forum.circle, organisation=silent, position=6)
    unreachable = PersonFactory(email=None, organisation=silent)
    assert unreachable.email is None
    actions.invite(it.session, by=it.coordinator, at=NOW)
    mails = sent()
    assert len(mails) == 7
    event, _method, _text = event_of(mails["sekretariat@bappeda.example"])
    assert event["ATTENDEE"].params["CUTYPE"] == "GROUP"
    assert "Yth. Sekretariat Bappeda" in mails["sekretariat@bappeda.example"].get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    "name, role", [("chair", "CHAIR"), ("member", "REQ-PARTICIPANT"), ("observer", "OPT-PARTICIPANT")]
)
def test_the_calendar_says_what_somebody_is_asked_for(invited, sent, event_of, name, role):
    it = invited()
    event, _method, _text = event_of(sent()[getattr(it.room, name).email])
    assert event["ATTENDEE"].params["ROLE"] == role


def test_a_moved_session_of_a_series_is_one_session_for_ical_js(invited, sent, event_of):
    it = invited()
    series = SeriesFactory(forum=it.room.forum)
    it.session.series_id, it.session.slot, it.session.uid = series.id, it.session.starts_at, None
    sent()
    move(it)
    message = sent()[it.room.partner.email]
    _event, _method, text = event_of(message)
    (found,) = read_by_ical(text.encode())
    assert found == {
        "summary": f"{it.room.forum.name}, Sesi {it.session.number}",
        "status": "CONFIRMED",
        "uid": series.uid,
        "recurrence_id": "2026-11-26T02:00:00Z",
        "starts_at": "2026-11-27T02:00:00Z",
        "ends_at": "2026-11-27T04:00:00Z",
        "attendees": [f"mailto:{it.room.partner.email}"],
    }


def test_an_office_passes_its_invitation_to_the_person_who_joins_for_it(app, sent, event_of):
    it = room()
    office = OrganisationFactory(name="Bappeda", secretariat_email="sekretariat@bappeda.example")
    SeatFactory(circle=it.forum.circle, organisation=office, position=5)
    actions.invite(it.session, by=it.coordinator, at=NOW)
    sent()
    planner = PersonFactory(name="Perencana", organisation=office)
    seat(it, [*everyone(it), Place(organisation=office, person=planner, role=ForumRole.MEMBER)])
    methods = {}
    for address, message in sent().items():
        if any(part.get_content_type() == "text/calendar" for part in message.walk()):
            methods[address] = event_of(message)[1]
    assert methods == {planner.email: "REQUEST", "sekretariat@bappeda.example": "CANCEL"}


def test_nobody_without_an_address_or_suspended_is_written_to(invited, sent):
    it = invited()
    sent()
    it.room.partner.email, it.room.member.suspended_at = None, NOW
    db.session.commit()
    move(it)
    assert set(sent()) == {one.email for one in (it.room.chair, it.room.facilitator, it.room.taker, it.room.observer)}


def test_each_is_written_to_in_their_language(app, sent, event_of):
    it = room()
    it.partner.language = "en"
    actions.invite(it.session, by=it.coordinator, at=NOW)
    mails = sent()
    message = mails[it.partner.email]
    assert "Answer the invitation" in message.get_body(("plain",)).get_content()
    assert "?lang=en" in message.get_body(("plain",)).get_content()
    assert "Session" in str(event_of(message)[0]["SUMMARY"])
    assert "Sesi" in str(event_of(mails[it.member.email])[0]["SUMMARY"])


def test_the_letter_goes_along_once_it_has_its_number(app, sent, as_user):
    it = room()
    as_user(it.chair).post("forums.papers.letter", TYPED, session_id=it.session.id)
    actions.invite(it.session, by=it.coordinator, at=NOW)
    message = sent()[it.partner.email]
    names = [part.get_filename() for part in message.iter_attachments()]
    assert any(name.startswith("Undangan") and name.endswith(".pdf") for name in names)
    assert "DEMO/UND/31/2026 terlampir" in message.get_body(("plain",)).get_content()
