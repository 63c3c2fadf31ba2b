"""Calendars are read in their turn; one that cannot be read hinders no other, and says why."""

import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from app.database import db
from forums.busy import actions
from forums.busy.models import BusyFeed, BusyTime
from forums.busy.polling import read_due
from forums.busy.queries import TOGETHER
from tests.factories import BusyFeedFactory, BusyTimeFactory, PersonFactory, SeriesFactory, SessionFactory
from tests.forums.busy.calendars import MEETING, calendar

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


def given(person, address):
    return BusyFeedFactory(
        person=person, address=address, due_at=NOW, awaited=True, tried_at=None, read_at=None, parsed_at=None
    )


def times(feed):
    found = db.session.execute(
        select(BusyTime.starts_at, BusyTime.ends_at).where(BusyTime.feed_id == feed.id).order_by(BusyTime.starts_at)
    )
    return [f"{start:%d %H:%M}–{end:%H:%M}" for start, end in found]


def test_a_calendar_is_read_and_its_times_are_kept(person, site, run):
    body = calendar(
        MEETING, ("b", "20261125T023000Z", "20261125T040000Z"), ("c", "20261123T020000Z", "20261123T030000Z")
    )
    feed = given(person, site.holds("/a.ics", body, ETag='"1"'))
    run()
    assert times(feed) == ["25 02:00–04:00"]
    assert (feed.times, feed.awaited, feed.trouble, feed.failures, feed.etag) == (1, False, "", 0, '"1"')
    assert feed.read_at == feed.tried_at == feed.parsed_at == NOW
    assert timedelta(minutes=24) < feed.due_at - NOW < timedelta(minutes=36)


def test_what_has_not_changed_is_asked_for_once_in_a_while_only(person, site, run, clock):
    feed = given(person, site.holds("/a.ics", calendar(MEETING), ETag='"1"'))
    run()
    site.holds("/a.ics", b"", status=304)
    clock.move_to(NOW + timedelta(hours=1))
    run()
    assert site.asked[1][1]["if-none-match"] == '"1"'
    assert (feed.read_at, feed.parsed_at) == (NOW + timedelta(hours=1), NOW)
    assert times(feed) == ["25 02:00–03:00"]
    site.holds("/a.ics", calendar(), ETag='"2"')
    clock.move_to(NOW + timedelta(hours=14))  # what lies half a year ahead is another day now
    run()
    assert "if-none-match" not in site.asked[2][1]
    assert times(feed) == []


def test_what_is_not_due_is_left_alone(person, site, run):
    feed = given(person, site.holds("/a.ics", calendar(MEETING)))
    feed.due_at = NOW + timedelta(minutes=1)
    run()
    assert site.asked == []


def test_calendars_of_suspended_accounts_are_not_read(person, site, run):
    given(person, site.holds("/a.ics", calendar(MEETING)))
    person.suspended_at = NOW
    run()
    assert site.asked == []


def test_errors_are_reported_and_known_busy_times_stay(person, site, run, clock):
    feed = given(person, site.holds("/a.ics", calendar(MEETING)))
    run()
    for failures, (status, body, trouble) in enumerate(
        [(503, b"", "failed"), (404, b"", "gone"), (200, b"<html>Sign in</html>", "unreadable")], start=1
    ):
        site.holds("/a.ics", body, status=status)
        clock.shift(timedelta(days=1))
        run()
        assert (feed.trouble, feed.failures, feed.read_at) == (trouble, failures, NOW)
        assert times(feed) == ["25 02:00–03:00"]
    site.holds("/a.ics", calendar())
    clock.shift(timedelta(days=1))
    run()
    assert (feed.trouble, feed.failures, feed.times) == ("", 0, 0)


def test_an_address_of_this_network_is_not_asked(person, site, run):
    feed = given(person, f"http://127.0.0.1:{site.port + 1}/")
    inside = given(person, "http://localhost/")
    run()
    assert (feed.trouble, inside.trouble) == ("address", "forbidden_host")


def test_our_own_sessions_come_back_without_counting(person, site, run):
    series = SeriesFactory()
    one_off = SessionFactory(uid="0e9a4f6e-9c0b-4d0a-8a52-6b8f7a1c2d3e@selaras.example")
    series.uid = "1e9a4f6e-9c0b-4d0a-8a52-6b8f7a1c2d3e@selaras.example"
    uids = [series.uid, one_off.uid, f"{one_off.id}@localhost", "2e9a4f6e-9c0b-4d0a-8a52-6b8f7a1c2d3e@other.example"]
    events = [(uid, f"20261125T0{hour}0000Z", f"20261125T0{hour}3000Z") for hour, uid in enumerate(uids)]
    feed = given(person, site.holds("/a.ics", calendar(*events)))
    run()
    assert times(feed) == ["25 03:00–03:30"]


def test_declined_events_do_not_keep_their_owner_away(person, site, run):
    declined = (*MEETING, "ATTENDEE;PARTSTAT=DECLINED:mailto:Saya@kantor.example")
    feed = given(person, site.holds("/a.ics", calendar(declined)))
    run()
    assert (feed.times, feed.trouble) == (0, "")


def test_a_calendar_that_was_forgotten_meanwhile_stays_forgotten(app, person):
    feed = BusyFeedFactory(person=person)
    kept = feed.id
    db.session.delete(feed)
    db.session.commit()
    actions.keep(kept, actions.Reading([]), at=NOW)
    assert db.session.scalars(select(BusyFeed)).all() == []


def test_a_server_that_does_not_answer_keeps_no_other_waiting_nor_the_database(person, site, run, app):
    locked = []

    def slow(asking):
        with app.app_context():  # others can write meanwhile
            db.session.execute(db.update(BusyFeed).values(failures=BusyFeed.failures))
            db.session.commit()
        locked.append(False)
        time.sleep(1)
        asking.send_error(503)

    site.pages["/slow"] = slow
    stuck = [given(person, site.address("/slow")), given(person, site.address("/slow"))]
    quick = given(PersonFactory(), site.holds("/a.ics", calendar(MEETING)))
    began = time.perf_counter()
    run()
    assert time.perf_counter() - began < 6
    assert locked == [False, False]
    assert times(quick) == ["25 02:00–03:00"]
    assert {feed.trouble for feed in stuck} == {"failed"}


def test_those_who_wait_come_first_and_a_pass_has_an_end(person, site, run):
    address = site.holds("/a.ics", calendar(MEETING))
    crowd = [given(person, address) for _each in range(TOGETHER + 2)]
    for feed in crowd[:-1]:
        feed.awaited = False
    run()
    assert len(site.asked) == TOGETHER
    assert crowd[-1].read_at == NOW


def test_a_pass_that_is_stopped_leaves_the_rest_for_later(person, site):
    given(person, site.holds("/a.ics", calendar(MEETING)))
    given(person, site.address("/a.ics"))
    assert read_due(stop=lambda: True) == 2
    db.session.expire_all()
    due = db.session.scalars(select(BusyFeed).where(BusyFeed.read_at.is_(None))).all()
    assert [feed.due_at for feed in due] == [NOW + actions.LEASE]


def test_what_was_claimed_is_claimed_by_nobody_else(app, person):
    given(person, "https://calendar.example/a.ics")
    assert len(actions.claim(NOW)) == 1
    assert actions.claim(NOW) == []
    assert len(actions.claim(NOW + actions.LEASE)) == 1


def test_any_invalid_calendar_is_reported_as_unreadable(person, site, run, monkeypatch):
    def crash(*_given, **_named):
        raise RecursionError("Janji temu rahasia")

    monkeypatch.setattr("forums.busy.polling.read_busy", crash)
    feed = given(person, site.holds("/a.ics", calendar(MEETING)))
    run()
    assert feed.trouble == "unreadable"


def test_times_vanish_with_their_calendar_and_calendars_with_their_person(app, person):
    time_of = BusyTimeFactory(feed=BusyFeedFactory(person=person))
    db.session.execute(db.delete(type(person)).where(type(person).id == time_of.feed.person_id))
    db.session.commit()
    assert db.session.scalars(select(BusyTime.id)).all() == []


def test_times_are_not_kept_longer_than_they_are_of_use(app, person):
    over, ahead = NOW - timedelta(hours=3), NOW + timedelta(days=1)
    kept = BusyTimeFactory(feed=BusyFeedFactory(person=person), starts_at=ahead)
    BusyTimeFactory(feed=kept.feed, starts_at=over)
    BusyTimeFactory(feed=BusyFeedFactory(person=person, read_at=NOW - timedelta(days=8)), starts_at=ahead)
    BusyTimeFactory(feed=BusyFeedFactory(person__suspended_at=NOW), starts_at=ahead)
    left = kept.id
    actions.forget_old(at=NOW)
    assert db.session.scalars(select(BusyTime.id)).all() == [left]
