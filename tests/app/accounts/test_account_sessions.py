"""Sessions are stored on the server: the cookie of one that ended is worthless."""

from datetime import timedelta

import pytest
from flask_login.utils import encode_cookie

from app.accounts.actions import create_administrator
from app.accounts.jobs import tidy
from app.accounts.models import AccountSession
from app.audit.models import AuditRow
from app.clock import utc_now
from app.database import db
from app.mail.outbox.models import Mail
from tests.app.accounts.door import PASSWORD, STORED, is_in, link_in, sign_in
from tests.factories import AdministratorFactory, PersonFactory
from tests.support.visitors import client_of

pytestmark = pytest.mark.usefixtures("hurry")

FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
NEW = {"password": "sepeda kuning 2026", "again": "sepeda kuning 2026"}


def copy_of(visitor, as_user):
    """Return somebody else with a copy of a visitor's cookie, and of the form token that belongs to it."""
    thief = as_user()
    thief.client.set_cookie("selaras", visitor.client.get_cookie("selaras").value)
    return thief


def kept(person):
    return db.session.scalars(db.select(AccountSession).where(AccountSession.person_id == person.id)).all()


def acts(person):
    return db.session.scalars(
        db.select(AuditRow.action).where(AuditRow.subject_id == person.id).order_by(AuditRow.id)
    ).all()


def test_a_copied_cookie_opens_nothing_after_signing_out(member, stranger, as_user):
    sign_in(stranger)
    thief = copy_of(stranger, as_user)
    assert is_in(thief)
    stranger.post("accounts.sign_out")
    assert not is_in(thief)
    answer = thief.post("profile.edit", {"name": "Bukan Saya", "language": "id", "version": member.version})
    assert answer.location.startswith("/sign-in")
    assert member.name != "Bukan Saya"
    assert kept(member) == []
    assert acts(member) == ["person.signed_in", "person.signed_out"]


def test_signing_out_leaves_the_sessions_on_other_devices(member, stranger, as_user):
    sign_in(stranger)
    elsewhere = as_user(member)
    stranger.post("accounts.sign_out")
    assert is_in(elsewhere)


def test_only_a_digest_of_the_secret_in_the_cookie_is_stored(member, stranger):
    sign_in(stranger)
    with stranger.client.session_transaction() as session:
        secret = session["account_session"]
    assert len(secret) >= 43
    assert secret not in {kept(member)[0].digest}


def test_a_cookie_names_nobody_but_the_person_of_its_session(member, stranger):
    other = PersonFactory()
    sign_in(stranger)
    with stranger.client.session_transaction() as session:
        session["_user_id"] = str(other.id)
    assert not is_in(stranger)


def test_a_remember_cookie_signs_nobody_in(app, member):
    client = client_of(app)
    with app.test_request_context():
        client.set_cookie("remember_token", encode_cookie(str(member.id)))
    assert client.get("/profile").status_code == 302


def test_changing_the_password_gives_this_session_a_new_secret(member, stranger, as_user):
    sign_in(stranger)
    thief = copy_of(stranger, as_user)
    stranger.post("profile.password", {"current": PASSWORD, **NEW})
    assert is_in(stranger)
    assert not is_in(thief)
    assert len(kept(member)) == 1


@pytest.mark.every_database
def test_a_session_that_began_while_the_password_changed_is_ended_too(member, stranger):
    """A request that read the old password hash just before the change begins a session with the old stamp."""
    sign_in(stranger)
    kept(member)[0].stamp = "an earlier one"
    assert not is_in(stranger)


def change_password(member, as_user):
    as_user(member).post("profile.password", {"current": PASSWORD, **NEW})


def reset_password(member, as_user):
    stranger = as_user()
    stranger.post("accounts.forgotten", {"email": member.email}, status=200)
    mail = db.session.scalar(db.select(Mail).where(Mail.kind == "accounts/password-link"))
    stranger.post(link_in(mail), NEW)


def suspend(member, as_user):
    as_user(AdministratorFactory()).post("people.suspend", person_id=member.id)


def make_administrator(member, as_user):
    create_administrator(member.email, password=NEW["password"], at=utc_now())


ENDINGS = [change_password, reset_password, suspend, make_administrator]


@pytest.mark.parametrize("end", ENDINGS)
def test_what_makes_an_account_safe_ends_sessions_and_tokens(member, as_user, as_program, end):
    visitor, program = as_user(member), as_program(member)
    feed = visitor.post("forums.feeds.subscribe", status=200).soup.find(id="feed")["value"]
    feed = feed.removeprefix("http://localhost")
    visitor.get(feed)
    program.get("/profile")
    end(member, as_user)
    assert not is_in(visitor)
    program.get("/profile", status=401)
    visitor.get(feed, status=404)


# The list of one's own sessions


@pytest.fixture
def two(clock, member, stranger, as_user):
    """A member on a telephone since nine, and on another device since ten, where she looks at the list."""
    member.language = "en"
    phone = as_user()
    phone.client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    sign_in(phone)
    clock.shift(timedelta(hours=1))
    sign_in(stranger)
    return phone, stranger


def test_the_profile_lists_sessions_by_device_and_time(two):
    _phone, here = two
    assert here.get("profile.edit").soup.select_one("a[href='/profile/sessions']")
    rows = [" ".join(row.get_text(" ").split()) for row in here.get("account_sessions.index").soup.select("tbody tr")]
    assert len(rows) == 2
    assert "This one" in rows[0]
    assert rows[1].startswith("Firefox on Android")
    assert "09:00" in rows[1] or "09.00" in rows[1]


@pytest.mark.every_database
def test_a_visit_is_noted_once_an_hour(two, clock, member, queries):
    phone, _here = two
    clock.shift(timedelta(minutes=30))
    phone.get("/profile")
    seen = {one.browser: one.seen_at for one in kept(member)}
    clock.shift(timedelta(minutes=1))
    with queries() as asked:
        phone.get("/profile")
    assert not [one for one in asked if one.startswith("UPDATE")]
    assert seen["Firefox"] - kept(member)[0].created_at >= timedelta(0)
    assert {one.browser: one.seen_at for one in kept(member)} == seen


def test_one_session_is_ended_from_the_list(two, member):
    phone, here = two
    (end,) = [one["action"] for one in here.get("account_sessions.index").soup.select("form[action$='/end']")]
    here.post(end)
    assert not is_in(phone)
    assert is_in(here)
    assert acts(member)[-1] == "person.session_ended"


def test_nobody_ends_the_session_of_another(two, member, as_user):
    phone, _here = two
    stranger = as_user(PersonFactory())
    for one in kept(member):
        stranger.post("account_sessions.end", account_session_id=one.id, status=404)
    assert is_in(phone)


def test_signing_out_everywhere_ends_every_session(two, member):
    phone, here = two
    assert here.post("account_sessions.end_all").location == "/sign-in"
    assert not is_in(phone)
    assert not is_in(here)
    assert kept(member) == []
    assert acts(member)[-1] == "person.signed_out_everywhere"


def test_programs_list_and_end_sessions_too(two, member, as_program):
    phone, here = two
    program = as_program(member)
    listed = program.get("/profile/sessions", sort="-created_at").json["items"]
    assert [(one["browser"], one["system"]) for one in listed][-1] == ("Firefox", "Android")
    program.delete(f"/profile/sessions/{listed[-1]['id']}")
    assert not is_in(phone)
    assert is_in(here)
    program.post("/profile/sessions/end-all", status=204)
    assert not is_in(here)
    program.get("/profile")
    other = as_program(PersonFactory())
    assert other.get("/profile/sessions").json["items"] == []


@pytest.mark.every_database
def test_sessions_of_the_past_are_not_listed_and_are_deleted(two, member, clock, as_user):
    clock.shift(timedelta(days=14, hours=2))
    here = as_user(member)
    assert len(here.get("account_sessions.index").soup.select("tbody tr")) == 1
    clock.shift(timedelta(days=1))
    tidy()
    assert len(kept(member)) == 1


def test_recognising_somebody_takes_one_statement(member, as_user, queries):
    visitor = as_user(member)
    visitor.get("account_sessions.index")
    with queries(at_most=3):
        visitor.get("account_sessions.index")


def test_sessions_are_erased_with_nothing_left_of_the_address_of_origin(two, member):
    columns = {column.name for column in AccountSession.__table__.columns}
    assert columns == {"id", "person_id", "digest", "stamp", "browser", "system", "created_at", "seen_at"}


@pytest.mark.one_database
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_list_works_without_script_on_a_narrow_screen(app, pages, axe, width, language):
    person = PersonFactory(language=language, password_hash=STORED)
    other = pages(person, width=width)
    other.goto("/profile")
    page = pages(person, width=width, script=width > 320)
    page.goto("/profile/sessions")
    if width > 320:
        axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("form[action$='/end'] button").first.click()
    assert page.locator("tbody tr").count() == 1
    page.locator("form[action$='/end-all'] button").click()
    page.goto("/profile")
    assert "/sign-in" in page.url
