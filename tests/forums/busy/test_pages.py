"""People give, read and forget calendars of their own; nobody else learns of them, and nobody sees their address."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.database import db
from forums.busy.models import BusyFeed, BusyTime
from tests.factories import AdministratorFactory, BusyFeedFactory, BusyTimeFactory
from tests.forums.busy.calendars import MEETING, calendar

SECRET = "https://calendar.google.com/calendar/ical/saya/private-0123456789abcdef/basic.ics"


@pytest.fixture
def visitor(as_user, person):
    return as_user(person)


def feeds():
    db.session.expire_all()
    return db.session.scalars(select(BusyFeed)).all()


def test_a_calendar_is_added_read_and_its_state_is_shown(visitor, site, run):
    address = site.holds("/secret/basic.ics", calendar(MEETING)).replace("http://", "HTTP://")
    page = visitor.post("forums.busy.index", {"address": f" {address} "}, follow=True)
    assert "Sedang dibaca" in page.words
    assert page.soup.select_one("[data-poll]")
    run()
    page = visitor.get("forums.busy.index")
    assert "Berhasil dibaca" in page.words
    assert "1 waktu sibuk dalam enam bulan ke depan" in page.words
    assert not page.soup.select_one("[data-poll]")
    assert "127.0.0.1…ic.ics" in page.words
    assert "secret" not in page.text
    assert "Berhasil dibaca" in visitor.get("forums.busy.list_part").words


def test_webcal_is_taken_as_https(visitor):
    visitor.post("forums.busy.index", {"address": SECRET.replace("https://", "webcal://")})
    assert [feed.address for feed in feeds()] == [SECRET]


@pytest.mark.parametrize(
    "address, words",
    [
        ("", "Tempelkan alamat kalender Anda"),
        ("besok", "diawali https://"),
        ("ftp://calendar.example/a.ics", "diawali https://"),
        ("https://saya:rahasia@calendar.example/a.ics", "tanpa nama pengguna dan kata sandi"),
        ("https://10.0.0.1/a.ics", "tidak dapat dipakai oleh Selaras"),
        ("https://[::1]/a.ics", "tidak dapat dipakai oleh Selaras"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_beside_the_field(visitor, address, words):
    page = visitor.post("forums.busy.index", {"address": address}, status=422)
    assert words in page.soup.select_one(".field.wrong .message").get_text()
    assert page.soup.select_one("#address")["value"] == address
    assert feeds() == []


def test_the_same_calendar_twice_and_a_fourth_one_are_refused(visitor, person):
    held = [BusyFeedFactory(person=person) for _each in range(2)]
    page = visitor.post("forums.busy.index", {"address": held[0].address}, status=422)
    assert "sudah menambahkan kalender ini" in page.words
    visitor.post("forums.busy.index", {"address": SECRET})
    page = visitor.post("forums.busy.index", {"address": f"{SECRET}?2"}, status=422)
    assert "sudah memiliki tiga kalender" in page.words
    page = visitor.get("forums.busy.index")
    assert "sudah menambahkan tiga kalender" in page.words
    assert not page.soup.select_one("#address")


def test_a_calendar_is_read_again_when_its_owner_asks(visitor, person, site, run, clock):
    feed = BusyFeedFactory(person=person, address=site.holds("/a.ics", calendar(MEETING)), trouble="slow", etag='"1"')
    clock.shift(timedelta(minutes=2))
    assert "terlalu lama menjawab" in visitor.get("forums.busy.index").words
    page = visitor.post("forums.busy.read", busy_feed_id=feed.id, follow=True)
    assert "Sedang dibaca" in page.words
    run()
    assert "if-none-match" not in site.asked[0][1]
    assert feed.times == 1
    assert [row.action for row in db.session.scalars(select(AuditRow))] == ["busy_feed.asked"]
    page = visitor.post("forums.busy.read", busy_feed_id=feed.id, status=422)
    assert "baru saja dibaca" in page.words


def test_a_calendar_is_forgotten_with_its_times(visitor, person):
    time = BusyTimeFactory(feed=BusyFeedFactory(person=person))
    visitor.post("forums.busy.forget", busy_feed_id=time.feed_id)
    assert feeds() == []
    assert db.session.scalars(select(BusyTime)).all() == []


def test_nobody_else_learns_that_there_is_one(as_user, person, visitor):
    feed = BusyFeedFactory(person=person)
    stranger = as_user(AdministratorFactory())
    for act in ("forums.busy.read", "forums.busy.forget"):
        stranger.post(act, busy_feed_id=feed.id, status=404)
    assert feed.shown not in stranger.get("forums.busy.index").words
    assert feed.shown in visitor.get("forums.busy.index").words


def test_the_record_and_the_logs_hold_no_address(visitor, site, run, capfd):
    address = site.holds("/private-0123456789abcdef/basic.ics", b"", status=302, Location="http://127.0.0.1/rahasia")
    visitor.post("forums.busy.index", {"address": address})
    run()
    feed = feeds()[0]
    assert feed.trouble == "forbidden_host"
    visitor.post("forums.busy.forget", busy_feed_id=feed.id)
    rows = db.session.scalars(select(AuditRow)).all()
    assert {row.action for row in rows} >= {"busy_feed.added", "busy_feed.forgotten"}
    written = json.dumps([[row.action, row.details] for row in rows]) + "".join(capfd.readouterr())
    assert "private-0123456789abcdef" not in written
    assert "rahasia" not in written


def test_programs_do_the_same_without_seeing_the_address(as_program, person, site, run, clock):
    program = as_program(person)
    address = site.holds("/private-0123456789abcdef/basic.ics", calendar(MEETING))
    made = program.post("/profile/busy-feeds", {"address": address}, status=201).json
    assert (made["address"], made["awaited"], made["busy_times"]) == ("127.0.0.1…ic.ics", True, 0)
    run()
    found = program.get("/profile/busy-feeds").json["items"]
    assert [(one["busy_times"], one["trouble"], one["read_at"]) for one in found] == [(1, None, "2026-11-24T02:00:00Z")]
    assert program.get(f"/profile/busy-feeds/{made['id']}").json == found[0]
    program.post(f"/profile/busy-feeds/{made['id']}/read", status=422)
    clock.shift(timedelta(minutes=2))
    assert program.post(f"/profile/busy-feeds/{made['id']}/read").json["awaited"]
    told = program.post("/profile/busy-feeds", {"address": "https://10.0.0.1/"}, status=422).json
    assert [fault["path"] for fault in told["errors"]] == ["/address"]
    as_program(AdministratorFactory()).get(f"/profile/busy-feeds/{made['id']}", status=404)
    program.delete(f"/profile/busy-feeds/{made['id']}")
    assert program.get("/profile/busy-feeds").json["items"] == []


def test_the_page_asks_as_often_however_many_calendars_there_are(visitor, person, queries):
    for _each in range(3):
        BusyTimeFactory(feed=BusyFeedFactory(person=person))
    with queries(at_most=4):
        visitor.get("forums.busy.index")
