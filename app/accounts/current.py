"""The person who is signed in, by a session or by the token of a program."""

from __future__ import annotations

from flask_login import current_user

from app.accounts.models import Person


def current_person() -> Person:
    """Return the signed-in person as an object of the database session, which the proxy `current_user` is not.

    For views that a policy guards: without anybody signed in it is Flask-Login's anonymous user.
    """
    person: Person = current_user._get_current_object()
    return person
