"""Anyone registers for a session of a public forum; places, waiting list and names are kept as promised."""

from datetime import timedelta

import icalendar
import pytest
from sqlalchemy import select

from app.circles.models import Classification
from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail
from forums.registration import actions
from forums.registration.actions import Terms, Visitor
from forums.registration.handlers import changed
from forums.registration.jobs import erase_what_is_old
from forums.registration.links import own_link
from forums.registration.models import Registration, RegistrationState
from forums.registration.queries import opening_of
from forums.scheduling import session_actions
from forums.scheduling.events import Before, SessionsChanged
from tests.factories import SessionFactory
from tests.forums.room import room

SARI = {"name": "Sari", "organisation": "Karang Taruna", "email": "sari@warga.example", "consent": "y"}


@pytest.fixture
def it(app, clock):
    return room(circle__classification=Classification.PUBLIC)


@pytest.fixture
def opened(it):
    """`opened(capacity=1)` opens registration for the session."""

    def make(capacity=None, retention_days=30):
        actions.open_(
            it.session, Terms(capacity=capacity, retention_days=retention_days), by=it.coordinator, at=utc_now()
        )
        db.session.commit()
        return opening_of(it.session.id)

    return make


def register(as_user, it, **answers):
    return as_user().post("forums.register.show", SARI | answers, session_id=it.session.id)


def registrations():
    query = select(Registration).order_by(Registration.turn)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def states():
    return [(one.name, one.state.value) for one in registrations()]


def mails():
    return list(
        db.session.scalars(
            select(Mail).where(Mail.kind == "forums/registration/told").order_by(Mail.created_at, Mail.key)
        )
    )


def test_a_stranger_registers_and_gets_a_mail_with_the_event(it, opened, as_user):
    opened()
    page = as_user().get("forums.register.show", session_id=it.session.id)
    assert "30 hari" in page.words
    answer = register(as_user, it)
    assert "/thanks" in answer.location
    assert states() == [("Sari", "confirmed")]
    mail = mails()[0]
    assert mail.recipient == "sari@warga.example"
    assert own_link(registrations()[0]) in mail.text
    event = icalendar.Calendar.from_ical(mail.calendar).walk("VEVENT")[0]
    assert event.start == it.session.starts_at
    assert "sari" not in mail.calendar.lower()


@pytest.mark.parametrize("missing", ["name", "email", "consent"])
def test_what_is_missing_is_asked_for_and_nothing_is_lost(it, opened, as_user, missing):
    opened()
    answers = {name: value for name, value in SARI.items() if name != missing}
    page = as_user().post("forums.register.show", answers, session_id=it.session.id, status=422)
    assert page.soup.find(id="organisation")["value"] == "Karang Taruna"
    assert states() == []


def test_the_page_does_not_tell_who_registered_before(it, opened, as_user):
    opened()
    first = register(as_user, it)
    again = register(as_user, it, name="Orang lain")
    assert first.location == again.location
    assert states() == [("Sari", "confirmed")]
    assert len(mails()) == 2


def test_a_program_that_fills_everything_is_thanked_and_forgotten(it, opened, as_user):
    opened()
    assert "/thanks" in register(as_user, it, website="http://spam.example").location
    assert states() == []


def test_an_origin_that_asks_too_often_waits(it, opened, as_user):
    opened()
    for number in range(30):
        register(as_user, it, email=f"warga{number}@warga.example")
    answer = as_user().post("forums.register.show", SARI, session_id=it.session.id, status=429)
    assert int(answer.headers["Retry-After"]) > 0
    assert len(registrations()) == 30


def test_who_waits_moves_up_when_a_place_is_given_back(it, opened, as_user):
    opened(capacity=1)
    for name in ("sari", "budi", "wayan"):
        register(as_user, it, name=name, email=f"{name}@warga.example")
    assert states() == [("sari", "confirmed"), ("budi", "waiting"), ("wayan", "waiting")]
    link = own_link(registrations()[0])
    path = link.partition("://")[2].partition("/")[2].partition("?")[0]
    as_user().get(f"/{path}")
    assert states()[0] == ("sari", "confirmed")
    for _twice in range(2):
        as_user().post(f"/{path}")
    assert states() == [("sari", "cancelled"), ("budi", "confirmed"), ("wayan", "waiting")]
    told = [mail.recipient for mail in mails()]
    assert told.count("budi@warga.example") == 2
    assert told.count("wayan@warga.example") == 1
    register(as_user, it, name="sari", email="sari@warga.example")
    assert states()[-1] == ("sari", "waiting")


def test_more_places_let_those_who_wait_move_up(it, opened, as_user):
    opened(capacity=1)
    for name in ("sari", "budi", "wayan"):
        register(as_user, it, name=name, email=f"{name}@warga.example")
    opened(capacity=2)
    assert [state for _name, state in states()] == ["confirmed", "confirmed", "waiting"]
    opened()
    assert [state for _name, state in states()] == ["confirmed"] * 3


@pytest.mark.parametrize("link", ["palsu", "ImFiYyI.palsu", "ImFiYyI"])
def test_a_link_that_was_never_signed_leads_nowhere(it, opened, as_user, link):
    opened()
    as_user().get("forums.register.own", token=link, status=404)


def test_only_sessions_of_public_forums_open_and_only_while_they_are(it, as_user, opened):
    opened()
    it.forum.circle.classification = Classification.INTERNAL
    db.session.commit()
    as_user().get("forums.register.show", session_id=it.session.id, status=404)
    as_user(it.coordinator).post(
        "forums.registration.open_", {"retention_days": 30}, session_id=it.session.id, status=422
    )


def test_what_is_closed_or_begun_takes_nobody(it, opened, as_user, clock):
    opened()
    as_user(it.coordinator).post("forums.registration.close", session_id=it.session.id)
    as_user().post("forums.register.show", SARI, session_id=it.session.id, status=422)
    opened()
    clock.move_to(it.session.starts_at)
    as_user().post("forums.register.show", SARI, session_id=it.session.id, status=422)
    assert states() == []


def test_those_registered_hear_of_another_date(it, opened, as_user):
    opened()
    register(as_user, it)
    later = it.session.starts_at + timedelta(days=1)
    session_actions.move(it.session, starts_at=later, minutes=120, reason="", by=it.coordinator, at=utc_now())
    db.session.commit()
    assert "tanggal atau tempat lain" in mails()[-1].text


def test_what_a_year_of_changes_means_for_those_registered_is_asked_at_once(it, opened, queries):
    opened()
    change, before = {"reason": "", "by": it.coordinator, "at": utc_now()}, Before.of(it.session)
    more = [SessionFactory(forum=it.forum) for _ in range(6)]
    for session in (it.session, *more):
        session.place = "Aula"
    db.session.flush()
    with queries(at_most=1):
        changed(SessionsChanged(changed=[(one, before) for one in (it.session, *more)], **change))


def test_names_are_erased_when_the_time_that_was_promised_is_over(it, opened, as_user, clock):
    opened(retention_days=10)
    register(as_user, it)
    as_user(it.taker).post("forums.registration.check", {"came": str(registrations()[0].id)}, session_id=it.session.id)
    link = own_link(registrations()[0])
    clock.move_to(it.session.ends_at + timedelta(days=9, hours=23))
    list(erase_what_is_old())
    db.session.commit()
    assert registrations()[0].name == "Sari"
    clock.shift(timedelta(hours=2))
    list(erase_what_is_old())
    db.session.commit()
    one = registrations()[0]
    assert (one.name, one.organisation, one.email, one.came) == ("", "", None, True)
    assert mails() == []
    as_user().get("/" + link.partition("://")[2].partition("/")[2], status=404)
    assert "1 datang" in as_user(it.member).get("forums.attendance.show", session_id=it.session.id).words


def test_those_who_record_attendance_check_off_and_only_organisers_see_addresses(it, opened, as_user):
    opened()
    register(as_user, it)
    assert "sari@warga.example" in as_user(it.chair).get("forums.registration.show", session_id=it.session.id).words
    page = as_user(it.taker).get("forums.registration.show", session_id=it.session.id)
    assert "Sari" in page.words
    assert "sari@warga.example" not in page.words
    as_user(it.member).get("forums.registration.show", session_id=it.session.id, status=403)
    table = as_user(it.chair).get("forums.registration.table", session_id=it.session.id)
    assert "Karang Taruna" in table.text
    as_user(it.taker).get("forums.registration.table", session_id=it.session.id, status=403)


def test_a_table_holds_no_formula(it, opened, as_user):
    opened()
    register(as_user, it, name="=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in as_user(it.chair).get("forums.registration.table", session_id=it.session.id).text


def test_two_who_want_the_last_place_do_not_both_get_it(it, opened):
    opening = opened(capacity=1)
    for number in range(3):
        visitor = Visitor(name=f"W{number}", organisation="", email=f"w{number}@warga.example", language="id")
        actions.register(opening, visitor, at=utc_now())
    db.session.commit()
    assert [one.state for one in registrations()].count(RegistrationState.CONFIRMED) == 1


def test_programs_of_those_who_organise_do_the_same(it, as_program, as_user):
    program, path = as_program(it.coordinator), f"/sessions/{it.session.id}"
    made = program.post(f"{path}/registration/open", {"capacity": 2, "retention_days": 20}).json
    assert made["is_open"]
    register(as_user, it)
    listed = program.get(f"{path}/registrations").json["items"]
    assert [one["email"] for one in listed] == ["sari@warga.example"]
    checked = program.post(f"{path}/registration/check", {"came": [listed[0]["id"]]}).json
    assert (checked["confirmed"], checked["came"]) == (1, 1)
    assert not program.post(f"{path}/registration/close", {}).json["is_open"]
    as_program(it.member).get(f"{path}/registrations", status=403)


@pytest.mark.one_database
def test_pages_cost_the_same_however_many_registered(it, opened, as_user, queries):
    opened()
    it.session.invited_at = utc_now()
    db.session.commit()
    visitor = as_user(it.chair)
    counted = []
    for round_ in range(2):
        for number in range(5):
            register(as_user, it, email=f"w{round_}{number}@warga.example")
        for endpoint in ("forums.sessions.show", "forums.registration.show", "forums.attendance.show"):
            visitor.get(endpoint, session_id=it.session.id)
            with queries(at_most=12) as seen:
                visitor.get(endpoint, session_id=it.session.id)
            counted.append(len(seen))
    assert counted[:3] == counted[3:]


def test_everyone_finds_what_is_open_without_knowing_its_address(it, opened, as_user):
    opened()
    stranger = as_user()
    assert stranger.get("accounts.sign_in").soup.find("a", href="/register")
    assert it.forum.name in stranger.get("forums.register.index").words
    assert it.forum.name in stranger.get(f"/register?forum={it.forum.slug}").words
    assert stranger.get("forums.register.index").soup.find("a", href="/public/calendar.ics")
    beside = as_user(it.coordinator).get("forums.scheduling.show", slug=it.forum.slug).soup
    assert beside.find("a", href=f"/register?forum={it.forum.slug}")
    assert beside.find("a", href=f"/public/forums/{it.forum.slug}.ics")
    it.forum.circle.classification = Classification.INTERNAL
    db.session.commit()
    stranger.get(f"/register?forum={it.forum.slug}", status=404)
    beside = as_user(it.coordinator).get("forums.scheduling.show", slug=it.forum.slug).soup
    assert not beside.find("a", href=f"/register?forum={it.forum.slug}")


def test_a_public_calendar_leads_to_the_page_of_each_session_open_or_not(it, as_user, client):
    event = icalendar.Calendar.from_ical(client.get("/public/calendar.ics").get_data()).walk("VEVENT")[0]
    address = str(event["URL"])
    assert address.endswith(f"/register/{it.session.id}")
    page = as_user().get(address.removeprefix("http://localhost"))
    assert "Pendaftaran belum dibuka" in page.words
    assert not page.soup.find("input", attrs={"name": "email"})
    register_closed = as_user().post("forums.register.show", SARI, session_id=it.session.id, status=422)
    assert "Pendaftaran" in register_closed.words
    session_actions.cancel(it.session, reason="Banjir", by=it.coordinator, at=utc_now())
    db.session.commit()
    assert "Banjir" in as_user().get("forums.register.show", session_id=it.session.id).words


def test_the_overview_shows_figures_to_those_who_record_who_comes_and_to_nobody_else(it, opened, as_user):
    overview = {"session_id": it.session.id}
    assert "Pendaftaran belum dibuka" in as_user(it.coordinator).get("forums.sessions.show", **overview).words
    opened(capacity=1)
    register(as_user, it)
    register(as_user, it, name="Budi", email="budi@warga.example")
    for person in (it.coordinator, it.taker):
        assert "1 dari 1 tempat terisi, 1 menunggu" in as_user(person).get("forums.sessions.show", **overview).words
    assert "tempat terisi" not in as_user(it.partner).get("forums.sessions.show", **overview).words
    it.forum.circle.classification = Classification.INTERNAL
    db.session.commit()
    assert "tempat terisi" not in as_user(it.coordinator).get("forums.sessions.show", **overview).words


@pytest.mark.one_database
@pytest.mark.parametrize("language", ["id", "en"])
def test_registering_works_at_320_pixels_without_script_and_frees_a_place_by_the_mailed_link(
    it, opened, pages, axe, language
):
    opened(capacity=1)
    label, send, cancel = {
        "id": ("Nama", "Daftar", "Batalkan pendaftaran"),
        "en": ("Name", "Register", "Cancel the registration"),
    }[language]
    address = f"/register/{it.session.id}?lang={language}"
    page = pages(None, width=320, script=False)
    for name in ("Sari", "Budi"):
        page.goto(address)
        assert page.locator("html").evaluate("it => it.scrollWidth") <= 320
        page.get_by_label(label, exact=True).fill(name)
        page.locator("input[name=email]").fill(f"{name.lower()}@warga.example")
        page.get_by_role("checkbox").check()
        page.get_by_role("button", name=send).click()
        page.wait_for_url("**/thanks*")
    assert states() == [("Sari", "confirmed"), ("Budi", "waiting")]
    link = own_link(registrations()[0])
    db.session.commit()
    page.goto("/" + link.split("/", 3)[3])
    assert page.locator("html").evaluate("it => it.scrollWidth") <= 320
    page.get_by_role("button", name=cancel).click()
    page.get_by_role("link", name={"id": "Daftar lagi", "en": "Register again"}[language]).wait_for()
    assert states() == [("Sari", "cancelled"), ("Budi", "confirmed")]
    assert sum(one.recipient == "budi@warga.example" for one in mails()) == 2
