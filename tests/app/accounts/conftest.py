"""Fixtures of sign-in: people, and a password check that is cheap."""

import pytest

from app.accounts import passwords
from tests.app.accounts.door import CHEAP, STORED
from tests.factories import PersonFactory


@pytest.fixture
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
