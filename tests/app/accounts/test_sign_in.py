"""The door: passwords, links, throttling, sessions."""

import re
import statistics
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from app.accounts import passwords
from app.accounts.models import Person, SignInAttempt, Token
from app.audit.models import AuditRow
from app.database import db
from app.outbox.models import Mail
from tests.factories import AdministratorFactory, CoordinatorFactory, PersonFactory

PASSWORD = "kuda terbang di Ancol"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
STORED = CHEAP.hash(PASSWORD)
WRONG = "do not belong together"


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    """Let comparisons cost next to nothing, for those with nobody as for those with someone."""
    monkeypatch.setattr(passwords, "NOBODY", CHEAP.hash("nobody's"))


@pytest.fixture
def member(app):
    return PersonFactory(email="narahubung@dinas.example", password_hash=STORED, language="en")


@pytest.fixture
def stranger(as_user):
    visitor = as_user()
    visitor.get("/sign-in?lang=en")
    return visitor


def sign_in(visitor, email="narahubung@dinas.example", password=PASSWORD, *, status=303, **more):
    return visitor.post("accounts.sign_in", {"email": email, "password": password, **more}, status=status)


def come_from(visitor, origin):
    visitor.client.environ_base["REMOTE_ADDR"] = origin
    return visitor


def last_mail():
    return db.session.scalar(db.select(Mail).order_by(Mail.created_at.desc(), Mail.id))


def link_in(mail):
    return re.search(r"http://localhost(/\S+)", mail.text)[1]


def mails():
    return db.session.scalar(db.select(db.func.count()).select_from(Mail))


def is_in(visitor):
    return visitor.client.get("/profile").status_code == 200


# By password


def test_a_member_signs_in_and_goes_where_she_wanted(member, stranger):
    asked = stranger.get("profile.edit", status=302)
    assert asked.location == "/sign-in?next=%2Fprofile"
    answer = sign_in(stranger, " Narahubung@Dinas.example ", next="/profile")
    assert answer.location == "/profile"
    assert member.name in stranger.get("profile.edit").text


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)"],
)
def test_the_door_leads_nowhere_but_into_the_house(member, stranger, elsewhere):
    assert sign_in(stranger, next=elsewhere).location == "/"


def test_a_wrong_password_and_an_unknown_address_hear_the_same(member, stranger):
    wrong = sign_in(stranger, password="not this one", status=422)
    unknown = sign_in(stranger, "nobody@dinas.example", status=422)
    assert WRONG in wrong.words
    assert wrong.words.replace("narahubung", "nobody") == unknown.words
    assert 'value="nobody@dinas.example"' in unknown.text
    assert PASSWORD not in unknown.text


@pytest.mark.one_database
def test_an_unknown_address_costs_as_much_as_a_wrong_password(member, monkeypatch, as_user):
    monkeypatch.undo()
    member.password_hash = passwords.hashed(PASSWORD)

    def seconds(email, origin):
        visitor = come_from(as_user(), origin)
        begun = time.process_time()
        sign_in(visitor, email, "not this one", status=422)
        return time.process_time() - begun

    wrong = statistics.median(seconds("narahubung@dinas.example", f"10.0.0.{n}") for n in range(4))
    unknown = statistics.median(seconds("nobody@dinas.example", f"10.0.1.{n}") for n in range(4))
    assert unknown == pytest.approx(wrong, rel=0.5)


@pytest.mark.parametrize("state", [{"joined_at": None}, {"suspended_at": datetime(2026, 2, 1, tzinfo=UTC)}])
def test_who_has_no_active_account_does_not_come_in(app, stranger, state):
    PersonFactory(email="narahubung@dinas.example", password_hash=STORED, **state)
    assert WRONG in sign_in(stranger, status=422).words


def test_a_hash_of_other_costs_is_made_anew_at_the_next_sign_in(member, stranger):
    sign_in(stranger)
    assert not passwords.is_outdated(member.password_hash)
    sign_in(stranger)


def test_a_session_begins_with_nothing_left_of_an_earlier_one(member, stranger):
    with stranger.client.session_transaction() as session:
        session["planted"] = "by someone else"
    sign_in(stranger)
    with stranger.client.session_transaction() as session:
        assert "planted" not in session


def test_signing_out_is_a_post_and_ends_the_session(member, stranger):
    sign_in(stranger)
    stranger.get("/sign-out", status=405)
    assert is_in(stranger)
    stranger.post("accounts.sign_out")
    assert not is_in(stranger)


def test_a_form_from_elsewhere_signs_nobody_in(member, client):
    answer = client.post("/sign-in", data={"email": member.email, "password": PASSWORD})
    assert answer.status_code == 400


@pytest.mark.parametrize("typed", ["x" * 1_048_576, "nul\x00nul", "🦋🦋🦋", "‮drow", "' OR 1=1 --"])
def test_whatever_is_typed_gets_a_page(member, stranger, typed):
    sign_in(stranger, typed, typed, status=422)
    sign_in(stranger, member.email, typed, status=422)


# Throttling


def test_who_guesses_has_to_wait_and_is_told_how_long(clock, member, stranger):
    for _try in range(5):
        sign_in(stranger, password="not this one", status=422)
    refused = sign_in(stranger, status=429)
    assert 0 < int(refused.headers["Retry-After"]) <= 901
    assert "Wait 15 minutes" in refused.words
    clock.shift(timedelta(minutes=15, seconds=1))
    sign_in(stranger)


def test_an_outsider_locks_no_owner_out(member, stranger, as_user):
    come_from(stranger, "203.0.113.9")
    for _try in range(5):
        sign_in(stranger, password="not this one", status=422)
    sign_in(stranger, status=429)
    sign_in(come_from(as_user(), "198.51.100.7"))


def test_a_guesser_at_the_same_address_locks_no_owner_out_of_a_known_device(member, stranger, as_user):
    sign_in(stranger)
    stranger.post("accounts.sign_out")
    guesser = as_user()
    for _try in range(5):
        sign_in(guesser, password="not this one", status=422)
    for number in range(45):
        sign_in(guesser, f"person{number}@elsewhere.example", "not this one", status=422)
    sign_in(guesser, status=429)
    ask_link(stranger)
    sign_in(stranger)


def test_a_known_device_may_not_guess_for_ever_either(member, stranger):
    sign_in(stranger)
    for _try in range(5):
        sign_in(stranger, password="not this one", status=422)
    sign_in(stranger, status=429)


def test_a_device_known_to_one_account_helps_with_no_other(member, stranger, as_user):
    other = PersonFactory(email="lain@dinas.example", password_hash=STORED)
    sign_in(stranger, other.email)
    guesser = as_user()
    for _try in range(5):
        sign_in(guesser, password="not this one", status=422)
    sign_in(stranger, status=429)


@pytest.mark.parametrize("forged", ["", "x", "WyJhIiwiYiJd.aaaa.bbbb", "x" * 4000])
def test_a_forged_mark_of_a_device_counts_for_nothing(member, as_user, forged):
    for _try in range(5):
        sign_in(as_user(), password="not this one", status=422)
    visitor = as_user()
    visitor.client.set_cookie("selaras-device", forged)
    sign_in(visitor, status=429)


def test_the_mark_of_a_device_names_nobody_and_is_no_page_script_s_business(member, stranger):
    [mark] = [
        cookie for cookie in sign_in(stranger).headers.getlist("Set-Cookie") if cookie.startswith("selaras-device")
    ]
    assert member.email not in mark
    assert "HttpOnly" in mark
    assert "SameSite=Lax" in mark


def test_one_origin_may_not_try_many_accounts(clock, app, stranger, as_user):
    for number in range(50):
        sign_in(stranger, f"person{number}@elsewhere.example", "not this one", status=422)
    sign_in(stranger, "another@elsewhere.example", status=429)


def test_addresses_of_one_network_of_ipv6_count_as_one_origin(member, as_user):
    for number in range(5):
        sign_in(come_from(as_user(), f"2001:db8:1:2::{number}"), password="not this one", status=422)
    sign_in(come_from(as_user(), "2001:db8:1:2:ffff::1"), status=429)
    sign_in(come_from(as_user(), "2001:db8:1:3::1"))


def test_a_success_forgives_earlier_failures(member, stranger, as_user):
    for _try in range(4):
        sign_in(stranger, password="not this one", status=422)
    sign_in(stranger)
    for _try in range(4):
        sign_in(as_user(), password="not this one", status=422)
    sign_in(as_user())


def test_failures_hold_no_address_and_go_after_a_day(clock, member, stranger):
    from app.accounts.jobs import tidy
    from app.transactions import transaction

    sign_in(stranger, password="not this one", status=422)
    keys = db.session.scalars(db.select(SignInAttempt.key)).all()
    assert len(keys) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", key) for key in keys)
    db.session.commit()
    clock.shift(timedelta(days=1, minutes=1))
    with transaction():
        tidy()
    assert not db.session.scalars(db.select(SignInAttempt)).all()


# By mailed link


def ask_link(visitor, email="narahubung@dinas.example", **more):
    return visitor.post("accounts.ask_link", {"email": email, **more}, status=200)


def test_a_mailed_link_shows_a_button_that_signs_in_once(member, stranger, as_user):
    ask_link(stranger, next="/profile")
    path = link_in(last_mail())
    for _scanner in range(3):
        page = stranger.get(path)
    assert member.name in page.words
    assert not is_in(stranger)
    assert stranger.post(path, {"next": "/profile"}).location == "/profile"
    assert is_in(stranger)
    again = as_user()
    again.get(path, status=410)
    again.post(path, status=410)
    assert not is_in(again)


def test_a_link_works_for_thirty_minutes(clock, member, stranger):
    ask_link(stranger)
    path = link_in(last_mail())
    clock.shift(timedelta(minutes=29, seconds=59))
    stranger.get(path)
    clock.shift(timedelta(seconds=1))
    stranger.get(path, status=410)


def test_only_a_digest_of_a_link_is_stored(member, stranger):
    ask_link(stranger)
    secret = link_in(last_mail()).rpartition("/")[2]
    token = db.session.scalar(db.select(Token))
    assert secret not in {token.digest, token.name}
    assert len(secret) >= 43


def test_an_unknown_address_hears_the_same_and_gets_no_mail(member, stranger):
    known = ask_link(stranger)
    assert mails() == 1
    unknown = ask_link(stranger, "somebody11@dinas.example")
    assert known.words.replace("narahubung", "somebody11") == unknown.words
    assert mails() == 1


@pytest.mark.one_database
@pytest.mark.parametrize("page", ["accounts.ask_link", "accounts.forgotten"])
def test_an_unknown_address_is_not_told_by_the_time_that_it_takes(clock, member, as_user, page):
    def seconds(email, number):
        visitor = come_from(as_user(), f"198.51.100.{number}")
        visitor.get("/sign-in?lang=en")
        begun = time.thread_time()
        visitor.post(page, {"email": email}, status=200)
        return time.thread_time() - begun

    pairs = []
    for number in range(12):
        clock.shift(timedelta(minutes=16))  # so that neither was sent enough links of late
        pairs.append((seconds(member.email, number), seconds("nobody11@dinas.example", 100 + number)))
    known, unknown = (statistics.median(times) for times in zip(*pairs[2:], strict=True))
    assert unknown == pytest.approx(known, rel=0.35)


def test_nobody_is_flooded_with_links(member, as_user):
    for number in range(8):
        ask_link(come_from(as_user(), f"198.51.100.{number}"))
    assert mails() == 5


def test_a_suspended_account_opens_no_link(member, stranger, app):
    ask_link(stranger)
    path = link_in(last_mail())
    member.suspended_at = datetime(2026, 2, 1, tzinfo=UTC)
    stranger.get(path, status=410)


@pytest.mark.parametrize("kind", ["sign-in/link", "invitation", "password/reset"])
@pytest.mark.parametrize("secret", ["x" * 43, "..%2f", "🦋", "x" * 5000])
def test_an_invented_link_is_gone(stranger, kind, secret):
    answer = stranger.client.get(f"/{kind}/{secret}")
    assert answer.status_code in {404, 410}


# Passwords


def test_a_forgotten_password_is_replaced_by_a_mailed_link(member, stranger, as_user):
    elsewhere = as_user(member)
    assert is_in(elsewhere)
    stranger.post("accounts.forgotten", {"email": member.email}, status=200)
    path = link_in(last_mail())
    stranger.post(path, {"password": "short", "again": "short"}, status=422)
    stranger.post(path, {"password": "sepeda kuning 2026", "again": "sepeda kuning 2026"})
    assert is_in(stranger)
    assert not is_in(elsewhere)
    sign_in(as_user(), password="sepeda kuning 2026")
    sign_in(as_user(), password=PASSWORD, status=422)
    assert last_mail().kind == "accounts/password-changed"


def test_changing_the_password_ends_all_other_sessions(member, stranger, as_user):
    sign_in(stranger)
    elsewhere = as_user(member)
    wanted = {"password": "sepeda kuning 2026", "again": "sepeda kuning 2026"}
    refused = stranger.post("profile.password", {**wanted, "current": "not this one"}, status=422)
    assert "not your present password" in refused.words
    stranger.post("profile.password", {**wanted, "current": PASSWORD})
    assert is_in(stranger)
    assert not is_in(elsewhere)


def test_a_changed_password_ends_open_links(member, stranger, as_user):
    ask_link(stranger)
    path = link_in(last_mail())
    as_user(member).post(
        "profile.password", {"current": PASSWORD, "password": "sepeda kuning 2026", "again": "sepeda kuning 2026"}
    )
    stranger.get(path, status=410)


@pytest.mark.parametrize(
    "password, says",
    [
        ("kurang", "at least 10"),
        ("password123!", "easy to guess"),
        ("1234567890", "easy to guess"),
        ("aaaaaaaaaaaa", "easy to guess"),
        ("narahubung@dinas.example", "your name or e-mail"),
        ("x" * 201, "at most 200"),
    ],
)
def test_weak_passwords_are_refused_with_a_reason(member, as_user, password, says):
    wanted = {"current": PASSWORD, "password": password, "again": password}
    answer = as_user(member).post("profile.password", wanted, status=422)
    assert says in answer.words


def test_two_different_passwords_are_refused(member, as_user):
    wanted = {"current": PASSWORD, "password": "sepeda kuning 2026", "again": "sepeda kuning 2025"}
    assert "differ" in as_user(member).post("profile.password", wanted, status=422).words


def test_guessing_the_present_password_is_slowed_down_too(member, as_user):
    visitor = as_user(member)
    wanted = {"current": "not this one", "password": "sepeda kuning 2026", "again": "sepeda kuning 2026"}
    for _try in range(5):
        visitor.post("profile.password", wanted, status=422)
    visitor.post("profile.password", {**wanted, "current": PASSWORD}, status=429)


# The record and the demo


def test_coming_in_is_recorded_without_personal_data(member, stranger):
    sign_in(stranger)
    row = db.session.scalar(db.select(AuditRow).where(AuditRow.action == "person.signed_in"))
    assert (row.actor_id, row.subject_id, row.details) == (member.id, member.id, {"way": "password"})


@pytest.fixture
def demo(app):
    app.extensions["settings"] = replace(app.extensions["settings"], demo=True)
    app.jinja_env.globals["settings"] = app.extensions["settings"]
    CoordinatorFactory(email="koordinator@jsc.example", name="Koordinator JSC")
    AdministratorFactory(email="admin@jsc.example", name="Administrator Sistem")


def test_the_demo_offers_its_people_with_one_click(demo, as_user):
    visitor = as_user()
    forms = visitor.get("accounts.sign_in").soup.select("form[action='/sign-in/demo']")
    offered = [form.select_one("[name=email]")["value"] for form in forms]
    assert offered == ["koordinator@jsc.example", "admin@jsc.example"]
    visitor.post("accounts.sign_in_demo", {"email": offered[0]})
    assert "Koordinator JSC" in visitor.get("profile.edit").text


def test_the_demo_lets_only_its_own_people_in_with_one_click(demo, member, as_user):
    as_user().post("accounts.sign_in_demo", {"email": member.email}, status=404)


def test_outside_the_demo_nobody_comes_in_with_one_click(app, as_user):
    CoordinatorFactory(email="koordinator@jsc.example")
    as_user().post("accounts.sign_in_demo", {"email": "koordinator@jsc.example"}, status=404)
    assert not as_user().get("accounts.sign_in").soup.select("form[action='/sign-in/demo']")


def test_the_sign_in_page_asks_the_database_nothing(member, as_user, queries):
    with queries(at_most=0) as asked:
        as_user().get("accounts.sign_in")
    assert asked == []


def test_who_is_in_is_not_asked_again(member, as_user):
    assert as_user(member).get("/sign-in?next=/profile", status=302).location == "/profile"
    assert db.session.get(Person, member.id).is_active
