"""The door: passwords, links, throttling, sessions."""

import re

import pytest

from app.accounts import passwords
from app.database import db
from app.outbox.models import Mail
from tests.factories import PersonFactory

PASSWORD = "kuda terbang di Ancol"
STORED = passwords.hashed(PASSWORD)


@pytest.fixture
def member(app):
    return PersonFactory(email="narahubung@dinas.example", password_hash=STORED)


def sign_in(visitor, email, password, status=303, **more):
    return visitor.post("accounts.sign_in", {"email": email, "password": password, **more}, status=status)


def link_of(mail):
    return re.search(r"http://localhost(/\S+)", mail.text)[1]


def last_mail():
    return db.session.scalar(db.select(Mail).order_by(Mail.created_at.desc()))


def test_a_member_signs_in_and_goes_where_she_wanted(member, as_user):
    visitor = as_user()
    asked = visitor.get("profile.edit", status=302)
    assert asked.location == "/sign-in?next=%2Fprofile"
    answer = sign_in(visitor, " Narahubung@Dinas.example ", PASSWORD, next="/profile")
    assert answer.location == "/profile"
    assert member.name in visitor.get("profile.edit").text
