"""Invitations leave as mails that calendars understand, each for one person."""

import re
from datetime import timedelta

import vobject

from app.database import db
from forums.invitations import actions
from forums.scheduling import session_actions
from tests.factories import SeriesFactory
from tests.factories.forums import NEXT
from tests.forums.room import room

NOW = NEXT - timedelta(days=2)


def test_each_person_gets_an_invitation_of_their_own(sent, event_of):
    it = room()
    actions.invite(it.session, by=it.coordinator, at=NOW)
    mails = sent()
    assert set(mails) == {one.email for one in (it.chair, it.facilitator, it.taker, it.member, it.partner, it.observer)}
    organisers = set()
    for address, message in mails.items():
        event, method, text = event_of(message)
        assert method == "REQUEST"
        attendee = event["ATTENDEE"]
        assert not isinstance(attendee, list)
        assert str(attendee) == f"mailto:{address}"
        assert attendee.params["PARTSTAT"] == "NEEDS-ACTION"
        assert attendee.params["RSVP"] == "TRUE"
        assert [other for other in mails if other != address and other in text] == []
        assert event["UID"] == it.session.uid
        assert "RECURRENCE-ID" not in event
        assert str(event["DTSTART"].params["TZID"]) == "Asia/Jakarta"
        assert "BEGIN:STANDARD" in text
        organisers.add(str(event["ORGANIZER"]))
        assert vobject.readOne(text).vevent.uid.value == it.session.uid
    assert len(organisers) == len(mails)
    assert all(re.fullmatch(r"mailto:forum\+[a-z2-7]+@selaras\.example", organiser) for organiser in organisers)
    assert it.session.invited_at == NOW


def test_the_mail_begins_with_the_link(sent):
    it = room()
    actions.invite(it.session, by=it.coordinator, at=NOW)
    message = sent()[it.partner.email]
    text = message.get_body(("plain",)).get_content()
    link = re.search(r"http\S+/answer/\S+", text)[0]
    assert text.index(link) < text.index("Balai Kota")
    assert link in message.get_body(("html",)).get_content()
    assert it.forum.name in message["From"]
    assert "Undangan" in message["Subject"]


def test_a_session_of_a_series_says_which_one_it_is(sent, event_of):
    it = room()
    series = SeriesFactory(forum=it.forum)
    it.session.series_id, it.session.slot, it.session.uid = series.id, it.session.starts_at, None
    db.session.commit()
    actions.invite(it.session, by=it.coordinator, at=NOW)
    first, _method, _text = event_of(sent()[it.partner.email])
    session_actions.move(
        it.session, starts_at=NEXT + timedelta(hours=2), minutes=120, reason="Rapat lain", by=it.coordinator, at=NOW
    )
    second, method, _text = event_of(sent()[it.partner.email])
    assert method == "REQUEST"
    assert first["UID"] == second["UID"] == series.uid
    assert first["RECURRENCE-ID"].dt == second["RECURRENCE-ID"].dt == NEXT
    assert second["DTSTART"].dt == NEXT + timedelta(hours=2)
    assert second["SEQUENCE"] > first["SEQUENCE"]
    assert str(first["ORGANIZER"]) == str(second["ORGANIZER"])
