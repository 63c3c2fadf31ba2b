"""A session lasts fourteen days from the last visit, and its cookie is not renewed with every response."""

from datetime import timedelta

import pytest

from tests.factories import PersonFactory

pytestmark = pytest.mark.one_database


@pytest.fixture
def visitor(app, as_user, clock):
    made = as_user(PersonFactory())
    with made.client.session_transaction() as session:
        session.permanent = True
    made.get("/profile")  # its form puts the secret of all forms into the session
    return made


def signed_anew(answer):
    return any(cookie.startswith("selaras=") for cookie in answer.headers.getlist("Set-Cookie"))


def test_the_cookie_is_signed_anew_once_a_day(visitor, clock):
    assert not signed_anew(visitor.get("/profile"))
    clock.shift(timedelta(days=1, seconds=1))
    assert signed_anew(visitor.get("/profile"))
    assert not signed_anew(visitor.get("/profile"))


def test_who_comes_back_in_time_stays_signed_in(visitor, clock):
    for _visit in range(4):
        clock.shift(timedelta(days=13))
        assert visitor.get("/profile").status_code == 200


def test_who_stays_away_too_long_has_to_sign_in(visitor, clock):
    clock.shift(timedelta(days=14, seconds=1))
    visitor.get("/profile", status=302)


def test_a_cookie_that_was_changed_is_nobodys(visitor):
    kept = visitor.client.get_cookie("selaras").value
    visitor.client.set_cookie("selaras", ("A" if kept[5] != "A" else "B").join([kept[:5], kept[6:]]))
    visitor.get("/profile", status=302)
