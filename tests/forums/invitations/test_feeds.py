"""Calendars to subscribe to."""

import re
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events
import vobject

from app.circles.models import Classification
from app.database import db
from forums.scheduling import session_actions
from forums.scheduling.models import ForumKind, Mode, SessionState
from tests.app.calendars.test_other_readers import read_by_ical
from tests.factories import ForumFactory, ParticipantFactory, PersonFactory, SeriesFactory, SessionFactory
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


@pytest.mark.every_database
def test_a_feed_that_did_not_change_is_not_sent_again(invited, opened, client, queries):
    it = invited()
    path = opened(it.room.partner)
    first = client.get(path)
    with queries(at_most=3):
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


@pytest.mark.every_database
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


@pytest.mark.every_database
def test_a_feed_takes_the_same_statements_however_many_sessions(app, client, queries):
    forum = ForumFactory(circle__classification=Classification.PUBLIC)
    for week in range(12):
        SessionFactory(forum=forum, starts_at=NEXT + timedelta(weeks=week))
    with queries(at_most=4):
        client.get("/public/calendar.ics")


def test_the_profile_leads_to_the_calendar(as_user):
    person = PersonFactory()
    page = as_user(person).get("profile.edit")
    assert page.soup.find("a", href="/profile/calendar")
    as_user().get("forums.feeds.subscription", status=302)


@pytest.mark.every_database
def test_an_address_is_narrowed_as_the_list_of_sessions_is(invited, opened, client):
    it = invited()
    training = ParticipantFactory(person=it.room.partner, forum__kind=ForumKind.TRAINING, forum__name="Pelatihan")
    SessionFactory(forum=training.forum, mode=Mode.ONLINE)
    foreign = SessionFactory(forum__circle__classification=Classification.PUBLIC, forum__name="Terbuka")
    path = opened(it.room.partner)

    def names(query):
        return {str(event["SUMMARY"]).split(",")[0] for event in events(client.get(f"{path}?{query}")).values()}

    own = it.room.forum.name
    assert names("") == {own, "Pelatihan"}
    assert names("kind=training") == names("mode=online") == {"Pelatihan"}
    assert names("forum=" + training.forum.slug) == {"Pelatihan"}
    assert names("sector=academia") == set()
    assert names("state=cancelled") == set()
    assert names("mine=0") == {own, "Pelatihan", "Terbuka"}
    assert names("forum=" + foreign.forum.slug) == {"Terbuka"}
    assert names("invited=0") == {"Pelatihan"}
    assert client.get("/public/calendar.ics?kind=training").status_code == 200
    assert len(events(client.get("/public/calendar.ics?kind=cross_sector"))) == 1
    assert events(client.get("/public/calendar.ics?kind=training")) == {}


def test_a_feed_of_a_forum_that_one_may_not_read_is_not_found(invited, opened, client):
    it = invited()
    path = opened(it.room.partner)
    hidden = ForumFactory(circle__classification=Classification.INTERNAL)
    assert client.get(f"{path}?forum={hidden.slug}").status_code == 404
    assert client.get(f"{path}?forum=tidak-ada").status_code == 404
    SessionFactory(forum=hidden)
    assert len(events(client.get(f"{path}?mine=0"))) == 1


@pytest.mark.every_database
def test_a_narrowed_feed_that_did_not_change_is_not_sent_again(invited, opened, client):
    it = invited()
    path = f"{opened(it.room.partner)}?kind={it.room.forum.kind.value}&invited=1"
    first = client.get(path)
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    SessionFactory(forum=it.room.forum)
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_the_page_shows_whole_addresses_for_some_of_the_sessions(invited, as_user):
    it = invited()
    partner = as_user(it.room.partner)
    link = partner.get("forums.scheduling.show", slug=it.room.forum.slug).soup.select_one(".title a[href^='/profile']")
    before = partner.get(link["href"])
    assert "?" not in before.soup.main.get_text()
    made = partner.post(before.soup.select_one("main form")["action"], status=200)
    shown = made.soup.find("input", id="feed")["value"]
    assert shown.endswith(f".ics?forum={it.room.forum.slug}")
    assert shown.replace(f"?forum={it.room.forum.slug}", "?invited=0") in made.words
    assert "alamat baru untuk berlangganan" in partner.get(link["href"]).words


def test_what_a_feed_says_is_read_alike_by_three_other_readers(room_of_states, opened, client):
    sessions, person = room_of_states
    content = client.get(opened(person)).get_data()
    expected = sorted((told(one.starts_at), summary, state) for one, summary, state in sessions)
    found = read_by_ical(content, until="2027-12-31T00:00:00Z")
    assert sorted((one["starts_at"], one["summary"], one["status"]) for one in found) == expected
    found = vobject.readOne(content.decode()).vevent_list
    assert sorted((told(one.dtstart.value), one.summary.value, one.status.value) for one in found) == expected
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(content)).between((2026, 1, 1), (2027, 12, 31))
    assert sorted((told(one["DTSTART"].dt), str(one["SUMMARY"]), str(one["STATUS"])) for one in found) == expected


def told(moment):
    """An instant as programs write it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture
def room_of_states(app):
    """A series in New York around a change of its clocks: planned, moved, proposed, cancelled, merged."""
    mine = ParticipantFactory(forum__name="Forum; Koma, dan \\ garis", forum__timezone="America/New_York")
    series = SeriesFactory(forum=mine.forum, timezone="America/New_York", rule="FREQ=WEEKLY")
    shared = {"forum": mine.forum, "series": series, "timezone": "America/New_York"}
    first = datetime(2027, 3, 4, 14, tzinfo=UTC)
    week = timedelta(days=7)
    planned = SessionFactory(**shared, slot=first, starts_at=first)
    moved = SessionFactory(**shared, slot=first + week, starts_at=first + timedelta(days=11, hours=1))
    proposed = SessionFactory(
        **shared, slot=first + 3 * week, starts_at=first + 3 * week, proposed_starts_at=first + 4 * week
    )
    off = SessionFactory(**shared, slot=first + 5 * week, starts_at=first + 5 * week, state=SessionState.CANCELLED)
    SessionFactory(**shared, slot=first + 6 * week, starts_at=first + 6 * week, state=SessionState.MERGED)
    told = [(planned, "CONFIRMED"), (moved, "CONFIRMED"), (proposed, "TENTATIVE"), (off, "CANCELLED")]
    return [(one, f"{mine.forum.name}, Sesi {one.number}", state) for one, state in told], mine.person


@pytest.mark.one_database
def test_programs_open_a_feed_whose_address_nobody_keeps_and_close_it(app, as_program, client, clock):
    program = as_program(PersonFactory())
    assert program.get("/profile/calendar").json == {"is_open": False, "since": None}
    key = {"Idempotency-Key": "once"}
    first, second = (program.post("/profile/calendar", status=201, headers=key) for _number in range(2))
    assert first.headers["Cache-Control"] == "no-store"
    assert first.json["address"] != second.json["address"]  # it is not kept, so it cannot be told again
    old, new = (re.sub(r"^https?://[^/]+", "", one.json["address"]) for one in (first, second))
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    assert program.get("/profile/calendar").json["is_open"] is True
    program.post("/profile/calendar/revoke", status=204)
    assert client.get(new).status_code == 404
