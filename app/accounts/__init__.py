"""People and how they come in: accounts by invitation, sign-in by password or mailed link, roles."""

from __future__ import annotations

from uuid import UUID

from flask import Flask
from flask_login import LoginManager

from app.accounts.models import Person
from app.database import db


def init_app(app: Flask) -> None:
    """Recognise signed-in people by their session cookie."""
    manager = LoginManager()
    manager.login_view = "accounts.sign_in"
    manager.login_message = None
    manager.session_protection = None
    manager.user_loader(_recognise)
    manager.init_app(app)


def _recognise(identity: str) -> Person | None:
    """Return the person of a cookie, unless the password changed or the account was suspended since."""
    person_id, _colon, stamp = identity.partition(":")
    try:
        person = db.session.get(Person, UUID(person_id))
    except ValueError:
        return None
    return person if person and person.stamp == stamp and person.is_active else None
