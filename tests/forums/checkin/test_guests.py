"""People without an account check in by name, and wait until an officer confirms them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.circles.models import Classification
from app.database import db
from app.database.transactions import transaction
from forums.attendance.models import Attendance, Presence
from forums.attendance.queries import quorum_at
from forums.checkin import public_views
from forums.checkin.codes import code_of
from forums.checkin.jobs import erase_what_is_old
from forums.checkin.links import token_of
from forums.checkin.models import Guest, GuestState
from forums.minutes.content import content_of
from forums.minutes.models import Minutes, MinutesState
from forums.minutes.queries import minutes_for_act
from tests.factories import SessionFactory
from tests.factories.forums import NEXT
from tests.forums.room import room

WRITTEN = {"name": "Sari Dewanti", "position": "Analis", "organisation": "Biro Hukum", "representing": ""}


@pytest.fixture
def it(app, clock):
    made = room(name="Forum Koordinasi Lintas Sektor")
    clock.move_to(NEXT)
    made.open()
    return made


@pytest.fixture
def path(it):
    return f"/check-in/{token_of(it.session.id, 0)}"


def enter(client, path, **written):
    """Send the form of the public page, as a browser without cookies does."""
    return client.post(path, data={**WRITTEN, "entry": str(uuid4()), **written})


def guest():
    db.session.expire_all()
    return db.session.scalars(select(Guest)).one()


def confirm(it, visitor, row="", **more):
    status = more.pop("status", None)
    return visitor.post("forums.guests.confirm", {"row": row, **more}, guest_id=guest().id, status=status)


def test_a_guest_waits_and_reads_on_the_phone_that_they_were_confirmed(it, path, client, as_user):
    answer = enter(client, path)
    assert answer.status_code == 303
    assert "Menunggu konfirmasi" in client.get(answer.location).words
    assert guest().state is GuestState.WAITING
    page = as_user(it.taker).get("forums.attendance.show", session_id=it.session.id)
    assert "Sari Dewanti" in page.words
    assert "1 tamu menunggu konfirmasi" in page.words
    confirm(it, as_user(it.taker))
    assert "Anda tercatat hadir" in client.get(answer.location).words
    assert "tamu tanpa kursi" in as_user(it.member).get("forums.attendance.show", session_id=it.session.id).words
    assert quorum_at(it.session, NEXT).taken == 0


def test_a_guest_who_represents_a_participant_counts_for_the_seat(it, path, client, as_user):
    enter(client, path, organisation="Dinkes")
    page = as_user(it.taker).get("forums.attendance.show", session_id=it.session.id)
    assert "Konfirmasi: mewakili Narahubung Dinkes" in page.words
    confirm(it, as_user(it.taker), it.participants["member"].id.hex)
    row = db.session.scalars(select(Attendance)).one()
    assert (row.presence, row.representative) == (Presence.REPRESENTED, "Sari Dewanti, Analis")
    assert (row.participant_id, row.arrived_at) == (it.participants["member"].id, NEXT)
    assert quorum_at(it.session, NEXT).taken == 1
    assert guest().seat_id == it.seats["agency"].id


def test_a_participant_without_an_account_is_recorded_in_person(it, path, client, as_user):
    enter(client, path, name="narahubung  dinkes")
    assert (
        "Konfirmasi: Narahubung Dinkes sendiri"
        in as_user(it.taker).get("forums.attendance.show", session_id=it.session.id).words
    )
    confirm(it, as_user(it.taker), it.participants["member"].id.hex, in_person="y")
    row = db.session.scalars(select(Attendance)).one()
    assert (row.presence, row.representative) == (Presence.PRESENT, "")


def test_a_seat_that_is_taken_is_not_taken_twice(it, path, client, as_user):
    taker = as_user(it.taker)
    enter(client, path)
    as_user(it.member).post("forums.checkin.check_in", session_id=it.session.id)
    confirm(it, taker, it.participants["member"].id.hex, status=422)
    assert guest().state is GuestState.WAITING
    row = db.session.scalars(select(Attendance)).one()
    assert row.presence is Presence.PRESENT


def test_a_refused_guest_is_sent_to_the_minute_taker_and_deleted_after_a_day(it, path, client, as_user, clock):
    answer = enter(client, path)
    as_user(it.facilitator).post("forums.guests.refuse", guest_id=guest().id)
    assert "hubungi notulis" in client.get(answer.location).words
    confirm(it, as_user(it.taker), status=409)
    clock.shift(timedelta(days=1, minutes=1))
    with transaction():
        list(erase_what_is_old())
    assert db.session.scalars(select(Guest)).all() == []


def test_only_entries_that_were_confirmed_are_kept(it, path, client, as_user, clock):
    enter(client, path)
    confirm(it, as_user(it.taker))
    enter(client, path, name="Tidak Dikenal")
    clock.shift(timedelta(hours=23))
    with transaction():
        list(erase_what_is_old())
    assert len(db.session.scalars(select(Guest)).all()) == 2
    clock.shift(timedelta(hours=2))
    with transaction():
        list(erase_what_is_old())
    assert guest().name == "Sari Dewanti"
    details = [row.details for row in db.session.scalars(select(AuditRow))]
    assert "Sari Dewanti" not in str(details)


def test_the_minutes_name_guests_and_their_published_text_does_not(it, path, client, as_user):
    enter(client, path)
    confirm(it, as_user(it.taker))
    it.hold()
    made = Minutes(session_id=it.session.id, state=MinutesState.DRAFT, language="id", begun_at=NEXT)
    db.session.add(made)
    db.session.commit()
    minutes = minutes_for_act(made.id)
    content = content_of(minutes, minutes.session)
    assert content["visitors"] == [{"name": "Sari Dewanti", "position": "Analis", "organisation": "Biro Hukum"}]


@pytest.mark.parametrize("who", ["member", "observer"])
def test_participants_do_not_read_who_waits(it, path, client, as_user, who):
    enter(client, path)
    person = as_user(getattr(it, who))
    assert "Sari Dewanti" not in person.get("forums.attendance.show", session_id=it.session.id).words
    person.get("forums.guests.confirm", guest_id=guest().id, status=404)
    person.post("forums.guests.refuse", guest_id=guest().id, status=404)


def test_sending_the_form_twice_makes_one_entry(it, path, client):
    entry = str(uuid4())
    assert {enter(client, path, entry=entry).status_code for _each in range(2)} == {303}
    assert guest().name == "Sari Dewanti"


def test_an_entry_of_another_session_is_not_taken_over(it, path, client):
    entry = str(uuid4())
    enter(client, path, entry=entry)
    other = SessionFactory(forum=it.forum, number=77)
    assert enter(client, f"/check-in/{token_of(other.id, 0)}", entry=entry, name="X").status_code == 422
    assert guest().name == "Sari Dewanti"


def test_what_was_typed_stays_when_something_is_missing(it, path, client):
    answer = enter(client, path, position="")
    assert answer.status_code == 422
    assert "Isi jabatan Anda" in answer.words
    assert answer.soup.select_one("[name=name]")["value"] == "Sari Dewanti"


def test_a_program_that_fills_in_everything_is_ignored(it, path, client):
    assert enter(client, path, website="https://spam.example").status_code == 303
    assert db.session.scalars(select(Guest)).all() == []


def test_the_public_page_names_neither_participants_nor_an_internal_forum(it, path, app, client):
    answer = enter(client, path)
    for where in (path, answer.location, "/hadir"):
        words = client.get(where).get_data(as_text=True)
        for person in (it.chair, it.taker, it.member, it.partner, it.facilitator, it.observer):
            assert person.name not in words
            assert person.organisation.name not in words.replace(it.seats["secretariat"].organisation.name, "")
        assert it.forum.name not in words
        assert it.session.place not in words
        assert "Sari Dewanti" not in words


def test_the_public_page_names_a_public_forum(it, path, client):
    it.forum.circle.classification = Classification.PUBLIC
    db.session.commit()
    assert it.forum.name in client.get(path).words


def test_a_secret_forum_has_no_public_page(it, path, client, as_user):
    it.forum.circle.classification = Classification.SECRET
    db.session.commit()
    assert client.get(path).status_code == 404
    assert enter(client, path).status_code == 404
    assert client.post("/hadir", data={"code": code_of(it.session)}).status_code == 422
    assert (
        "tidak memiliki halaman kehadiran"
        in as_user(it.taker).get("forums.checkin.code", session_id=it.session.id).words
    )


@pytest.mark.parametrize("minutes", [-61, 240])
def test_guests_check_in_only_around_the_session(it, path, client, clock, minutes):
    clock.move_to(NEXT + timedelta(minutes=minutes))
    assert "Kehadiran dapat dicatat" in client.get(path).words or "sudah berakhir" in client.get(path).words
    assert enter(client, path).status_code == 409
    assert db.session.scalars(select(Guest)).all() == []


@pytest.mark.parametrize("where", ["/hadir", "/here"])
def test_the_code_on_the_screen_leads_to_the_page(it, path, client, where):
    spaced = " ".join(code_of(it.session))
    answer = client.post(where, data={"code": spaced})
    assert answer.status_code == 303
    assert answer.location.startswith(path)


@pytest.mark.parametrize("code", ["", "12", "abcd", "12345"])
def test_what_is_no_code_is_refused(it, client, code):
    assert client.post("/hadir", data={"code": code}).status_code == 422


def test_codes_cannot_be_guessed_without_end(it, client, monkeypatch):
    monkeypatch.setattr(public_views, "CODES_TRIED", 3)
    wrong = "0000" if code_of(it.session) != "0000" else "1111"
    tries = [client.post("/hadir", data={"code": wrong}).status_code for _each in range(4)]
    assert tries == [422, 422, 422, 429]
    assert client.post("/hadir", data={"code": code_of(it.session)}).status_code == 429


def test_one_origin_enters_a_limited_number_of_guests(it, path, client, monkeypatch):
    monkeypatch.setattr(public_views, "GUESTS", 2)
    assert [enter(client, path).status_code for _each in range(3)] == [303, 303, 429]


def test_a_renewed_code_ends_the_earlier_one(it, path, client, as_user):
    before = code_of(it.session)
    as_user(it.taker).post("forums.checkin.renew", session_id=it.session.id, status=403)
    as_user(it.coordinator).post("forums.checkin.renew", session_id=it.session.id)
    assert client.get(path).status_code == 404
    after = code_of(it.session)
    assert after != before
    assert client.post("/hadir", data={"code": before}).status_code == 422
    assert client.post("/hadir", data={"code": after}).status_code == 303
    assert client.get(f"/check-in/{token_of(it.session.id, 1)}").status_code == 200


@pytest.mark.parametrize("token", ["x", "AAAA.BBBB", "..", "A" * 3000])
def test_a_forged_token_opens_nothing(it, client, token):
    assert client.get(f"/check-in/{token}").status_code == 404


def test_officers_show_the_code_in_the_room(it, path, as_user, client):
    page = as_user(it.taker).get("forums.checkin.code", session_id=it.session.id)
    assert " ".join(code_of(it.session)) in page.words
    assert page.soup.select_one("svg.qr path")
    as_user(it.member).get("forums.checkin.code", session_id=it.session.id, status=403)


def test_a_program_lists_and_confirms_guests(it, path, client, as_program):
    enter(client, path)
    program = as_program(it.taker)
    (listed,) = program.get(f"/sessions/{it.session.id}/guests").json["items"]
    assert listed["state"] == "waiting"
    answer = program.post(f"/guests/{listed['id']}/confirm", {"row": None})
    assert answer.json["state"] == "confirmed"
    code = program.get(f"/sessions/{it.session.id}/check-in-code").json
    assert code["code"] == code_of(it.session)
    assert code["address"].endswith(path)


def test_the_form_is_filled_in_for_who_is_signed_in_and_does_not_take_part(it, path, as_user):
    page = as_user(it.coordinator).get(path)
    assert page.soup.select_one("[name=name]")["value"] == "Koordinator JSC"


def test_the_list_of_guests_costs_the_same_queries_with_many(it, path, client, as_user, queries):
    enter(client, path)
    taker = as_user(it.taker)
    with queries() as few:
        taker.get("forums.attendance.show", session_id=it.session.id)
    for number in range(6):
        enter(client, path, name=f"Tamu {number}")
    with queries(at_most=len(few)):
        taker.get("forums.attendance.show", session_id=it.session.id)
