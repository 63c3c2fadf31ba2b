"""Signing in by mailed link, and new passwords."""

import statistics
import time
from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.models import Token
from app.database import db
from tests.app.accounts.door import PASSWORD, ask_link, come_from, is_in, last_mail, link_in, mails, sign_in

pytestmark = pytest.mark.usefixtures("hurry")


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
def test_the_response_time_does_not_disclose_an_unknown_address(clock, member, as_user, page):
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
    assert answer.status_code in {404, 410, 414}


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
    assert "do not match" in as_user(member).post("profile.password", wanted, status=422).words


def test_guessing_the_present_password_is_slowed_down_too(member, as_user):
    visitor = as_user(member)
    wanted = {"current": "not this one", "password": "sepeda kuning 2026", "again": "sepeda kuning 2026"}
    for _try in range(5):
        visitor.post("profile.password", wanted, status=422)
    visitor.post("profile.password", {**wanted, "current": PASSWORD}, status=429)
