"""Changes are told a minute later, once for all of them, with what calendars need."""

from datetime import timedelta

import icalendar
import pytest
from sqlalchemy import delete, func, select

from app.database import db
from app.database.transactions import transaction
from app.mail.outbox.models import Mail
from forums.invitations import actions
from forums.invitations.jobs import send_change_notices
from forums.invitations.models import Answer, AnswerState, ChangeNotice
from forums.invitations.queries import answer_of
from forums.invitations.rules import PATIENCE
from forums.scheduling import session_actions
from forums.scheduling.models import Mode
from forums.scheduling.session_actions import Where
from tests.factories import SeriesFactory, SessionFactory
from tests.factories.forums import NEXT
from tests.forums.invitations.conftest import NOW
from tests.forums.room import room

LATER = NEXT + timedelta(hours=3)


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def parts(message):
    """Each calendar object attached to a message: its METHOD and its events."""
    found = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    read = [(part, icalendar.Calendar.from_ical(part.get_content())) for part in found]
    assert all(part["Content-Type"].params["method"] == calendar["METHOD"] for part, calendar in read)
    return [(str(calendar["METHOD"]), calendar.walk("VEVENT")) for _part, calendar in read]


@pytest.fixture
def course(sent):
    """A room with three sessions of one series to which everyone is invited, a week apart."""
    it = room()
    series = SeriesFactory(forum=it.forum, rule="FREQ=WEEKLY;BYDAY=TH")
    it.sessions = [
        SessionFactory(
            forum=it.forum, series=series, starts_at=NEXT + timedelta(weeks=week), number=it.session.number + 1 + week
        )
        for week in range(3)
    ]
    for session in it.sessions:
        actions.invite(session, by=it.coordinator, at=NOW)
    sent()
    return it


def move(it, session, starts_at, reason="Ruang terpakai"):
    session_actions.move(session, starts_at=starts_at, minutes=120, reason=reason, by=it.coordinator, at=NOW)


def test_nobody_is_notified_before_a_minute_has_passed(invited, sent, clock):
    it = invited()
    sent()
    mails = count(Mail)
    clock.move_to(NOW)
    move(it.room, it.session, LATER)
    db.session.commit()
    clock.shift(PATIENCE - timedelta(seconds=1))
    with transaction():
        list(send_change_notices())
    assert (count(Mail), count(ChangeNotice)) == (mails, 1)
    clock.shift(timedelta(seconds=1))
    with transaction():
        list(send_change_notices())
        list(send_change_notices())
    assert (count(Mail), count(ChangeNotice)) == (mails + 6, 0)


def test_several_sessions_are_one_mail_with_one_calendar_object(course, sent):
    for session in course.sessions:
        move(course, session, session.starts_at + timedelta(days=1))
    mails = sent()
    assert len(mails) == 6
    message = mails[course.partner.email]
    assert message["Subject"].startswith("Berubah: ")
    text = message.get_body(("plain",)).get_content()
    assert text.count("→") == 3
    ((method, events),) = parts(message)
    assert method == "REQUEST"
    assert len({str(event["UID"]) for event in events}) == 1
    assert [event["RECURRENCE-ID"].dt for event in events] == [session.slot for session in course.sessions]
    sequences = [event["SEQUENCE"] for event in events]
    assert sequences == sorted(set(sequences))


def test_what_is_cancelled_travels_beside_what_is_moved(course, sent):
    first, second, third = course.sessions
    move(course, first, first.starts_at + timedelta(days=1))
    session_actions.cancel(second, reason="Banjir", by=course.coordinator, at=NOW)
    session_actions.cancel(third, reason="Banjir", by=course.coordinator, at=NOW)
    message = sent()[course.member.email]
    assert [(method, len(events)) for method, events in parts(message)] == [("REQUEST", 1), ("CANCEL", 2)]


def test_only_the_last_of_several_changes_is_told(invited, sent, event_of):
    it = invited()
    sent()
    move(it.room, it.session, LATER)
    session_actions.relocate(it.session, Where(mode=Mode.IN_PERSON, place="Ruang 3"), by=it.room.coordinator, at=NOW)
    move(it.room, it.session, LATER + timedelta(hours=1))
    mails = sent()
    assert len(mails) == 6
    event, _method, _text = event_of(mails[it.room.partner.email])
    assert (event["DTSTART"].dt, event["LOCATION"]) == (LATER + timedelta(hours=1), "Ruang 3")


def test_who_changes_a_session_back_disturbs_nobody(invited, sent):
    it = invited()
    sent()
    session_actions.cancel(it.session, reason="Keliru", by=it.room.coordinator, at=NOW)
    session_actions.restore(it.session, by=it.room.coordinator, at=NOW)
    assert sent() == {}
    assert count(ChangeNotice) == 0


def answers(it, person):
    db.session.expire_all()
    answer = answer_of(it.session, person.id)
    return answer.answer, answer.previous


def test_who_moves_a_session_and_moves_it_back_leaves_answers_as_they_were(invited, as_user, sent):
    it = invited()
    sent()
    as_user().post(it.link(it.room.partner), {"answer": "attending_in_person"})
    before = answers(it, it.room.partner)
    move(it.room, it.session, LATER)
    move(it.room, it.session, NEXT)
    assert sent() == {}
    assert answers(it, it.room.partner) == before == (AnswerState.ATTENDING_IN_PERSON, None)


def test_answers_to_a_time_that_held_for_less_than_a_minute_hold_no_longer(invited, as_user, sent):
    it = invited()
    sent()
    move(it.room, it.session, LATER)
    db.session.commit()
    as_user().post(it.link(it.room.partner), {"answer": "attending_in_person"})
    move(it.room, it.session, LATER + timedelta(hours=1))
    assert len(sent()) == 6
    assert answers(it, it.room.partner) == (AnswerState.NEEDS_ACTION, AnswerState.ATTENDING_IN_PERSON)


def test_answers_to_the_new_time_that_come_before_the_mail_hold(invited, as_user, sent, event_of):
    it = invited()
    sent()
    move(it.room, it.session, LATER)
    db.session.commit()
    as_user().post(it.link(it.room.partner), {"answer": "attending_in_person"})
    event, _method, _text = event_of(sent()[it.room.partner.email])
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert answers(it, it.room.partner) == (AnswerState.ATTENDING_IN_PERSON, None)


def test_a_default_holds_again_where_a_session_is_moved_back(invited, as_user, sent):
    it = invited()
    series = SeriesFactory(forum=it.room.forum)
    it.session.series_id, it.session.slot, it.session.uid = series.id, it.session.starts_at, None
    db.session.commit()
    form = {"answer": "attending_in_person", "scope": "series", "representative": "", "position": "", "contact": ""}
    invitation = it.invitation(it.room.partner)
    as_user(it.room.partner).post("forums.invitations.answer", form, invitation_id=invitation.id)
    db.session.execute(delete(Answer).where(Answer.session_id.is_not(None)))
    move(it.room, it.session, LATER)
    move(it.room, it.session, NEXT)
    sent()
    assert answers(it, it.room.partner) == (AnswerState.ATTENDING_IN_PERSON, None)
    move(it.room, it.session, LATER)
    sent()
    assert answers(it, it.room.partner) == (AnswerState.NEEDS_ACTION, AnswerState.ATTENDING_IN_PERSON)


def test_a_session_that_is_over_by_then_is_not_announced(invited, sent, clock):
    it = invited()
    sent()
    session_actions.relocate(it.session, Where(mode=Mode.IN_PERSON, place="Ruang 3"), by=it.room.coordinator, at=NOW)
    db.session.commit()
    clock.move_to(it.session.ends_at)
    assert sent() == {}


@pytest.mark.parametrize("ahead", [timedelta(hours=20), timedelta(days=2)])
def test_news_of_a_session_does_not_wait_for_the_morning_once_it_is_a_day_away(invited, sent, clock, ahead):
    it = invited()
    sent()
    at = NEXT - ahead
    clock.move_to(at)
    later = NEXT + timedelta(days=7)
    session_actions.move(it.session, starts_at=later, minutes=120, reason="Banjir", by=it.room.coordinator, at=at)
    db.session.commit()
    clock.shift(PATIENCE)
    with transaction():
        list(send_change_notices())
    urgent_from = NEXT - timedelta(days=1)  # before the time at which it would have begun
    assert set(db.session.scalars(select(Mail.urgent_from).where(Mail.created_at >= at))) == {urgent_from}
