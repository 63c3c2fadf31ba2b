"""Calendars to subscribe to."""

import re
from datetime import timedelta

import icalendar
import pytest

from app.circles.models import Classification
from app.database import db
from forums.scheduling import session_actions
from tests.factories import ForumFactory, PersonFactory, SeriesFactory, SessionFactory
from tests.factories.forums import NEXT

NOW = NEXT - timedelta(days=2)


@pytest.fixture
def opened(as_user):
    """`opened(person)` opens their feed and returns its path."""

    def make(person):
        page = as_user(person).post("forums.feeds.subscribe", status=200)
        address = page.soup.find("input", id="feed")["value"]
        return re.sub(r"^https?://[^/]+", "", address)

    return make


def events(answer):
    """The events of a feed by their UID."""
    calendar = icalendar.Calendar.from_ical(answer.get_data())
    found = calendar.walk("VEVENT")
    by_uid = {str(event["UID"]): event for event in found}
    assert len(by_uid) == len(found)
    return by_uid


def test_a_person_subscribes_to_their_sessions_by_an_address_shown_once(invited, as_user, opened, client):
    it = invited()
    SessionFactory(title="Rapat orang lain")
    path = opened(it.room.partner)
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in answer.headers
    (event,) = events(answer).values()
    assert it.room.forum.name in str(event["SUMMARY"])
    assert event["DTSTART"].dt == NEXT
    assert "ATTENDEE" not in event
    text = answer.get_data(as_text=True)
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in text
    secret = path.split("/")[-1].removesuffix(".ics")
    assert secret not in as_user(it.room.partner).get("forums.feeds.subscription").get_data(as_text=True)


def test_a_feed_that_did_not_change_is_not_sent_again(invited, opened, client, queries):
    it = invited()
    path = opened(it.room.partner)
    first = client.get(path)
    with queries(at_most=2):
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.get_data() == b""
    assert client.get(path).get_data() == first.get_data()
    session_actions.cancel(it.session, reason="Banjir", by=it.room.coordinator, at=NOW)
    changed = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    (event,) = events(changed).values()
    assert str(event["STATUS"]) == "CANCELLED"
    assert event["SEQUENCE"] > events(first).popitem()[1]["SEQUENCE"]


def test_a_new_address_ends_the_old_and_a_closed_one_is_not_found(invited, as_user, opened, client):
    it = invited()
    first, second = opened(it.room.partner), opened(it.room.partner)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    as_user(it.room.partner).post("forums.feeds.unsubscribe")
    assert client.get(second).status_code == 404
    assert client.get("/calendar/tidak-ada.ics").status_code == 404


def test_the_feed_of_someone_suspended_ends(invited, opened, client):
    it = invited()
    path = opened(it.room.partner)
    it.room.partner.suspended_at = NOW
    db.session.commit()
    assert client.get(path).status_code == 404


def test_public_feeds_hold_public_forums_alone_and_no_meeting_links(app, client, still):
    shown = ForumFactory(name="Forum Warga", circle__classification=Classification.PUBLIC)
    hidden = ForumFactory(circle__classification=Classification.INTERNAL)
    series = SeriesFactory(forum=shown)
    for week in range(3):
        SessionFactory(forum=shown, series=series, starts_at=NEXT + timedelta(weeks=week), link="https://rapat.example")
    SessionFactory(forum=hidden)
    for path in ("/public/calendar.ics", f"/public/forums/{shown.slug}.ics"):
        answer = client.get(path)
        assert len(events(answer)) == 3
        assert "rapat.example" not in answer.get_data(as_text=True)
        assert "Set-Cookie" not in answer.headers
        again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
    assert client.get(f"/public/forums/{hidden.slug}.ics").status_code == 404
    assert client.get("/public/forums/tidak-ada.ics").status_code == 404


def test_a_feed_takes_the_same_statements_however_many_sessions(app, client, queries):
    forum = ForumFactory(circle__classification=Classification.PUBLIC)
    for week in range(12):
        SessionFactory(forum=forum, starts_at=NEXT + timedelta(weeks=week))
    with queries(at_most=3):
        client.get("/public/calendar.ics")


def test_the_profile_leads_to_the_calendar(as_user):
    person = PersonFactory()
    page = as_user(person).get("profile.edit")
    assert page.soup.find("a", href="/profile/calendar")
    as_user().get("forums.feeds.subscription", status=302)
