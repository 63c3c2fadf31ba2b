"""Guessing passwords is slowed down, and locks nobody else out."""

import re
from datetime import timedelta

import pytest

from app.accounts.models import SignInAttempt
from app.database import db
from tests.app.accounts.door import STORED, ask_link, come_from, sign_in
from tests.factories import PersonFactory

pytestmark = pytest.mark.usefixtures("hurry")


def test_people_who_guess_passwords_have_to_wait_and_read_how_long(clock, member, stranger):
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
    from app.database.transactions import transaction

    sign_in(stranger, password="not this one", status=422)
    keys = db.session.scalars(db.select(SignInAttempt.key)).all()
    assert len(keys) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", key) for key in keys)
    db.session.commit()
    clock.shift(timedelta(days=1, minutes=1))
    with transaction():
        tidy()
    assert not db.session.scalars(db.select(SignInAttempt)).all()
