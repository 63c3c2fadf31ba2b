"""The session of a request, identified by the secret in the session cookie."""

from __future__ import annotations

from datetime import datetime

import structlog
from flask import Response, g, request, session
from flask_login import login_user, logout_user
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from app.accounts.models import AccountSession, Person
from app.accounts.sessions import actions, queries
from app.accounts.sessions.rules import NOTED, device_of
from app.clock import utc_now
from app.database import db
from app.database.service_errors import database_is_available

log = structlog.get_logger()
SECRET = "account_session"
"""The key of the secret in the session cookie."""


def sign_in(person: Person) -> None:
    """Create a session of `person` on the requesting device."""
    device = device_of(request.headers.get("User-Agent", ""))
    session[SECRET] = actions.begin(person, device=device, at=utc_now())
    login_user(person)


def sign_out() -> None:
    """End the session of this request, if there is one, and clear the cookie."""
    secret = session.get(SECRET)
    if secret and (found := queries.by_secret(secret)):
        actions.sign_out(found, at=utc_now())
    logout_user()
    session.clear()


def recognise(identity: str) -> Person | None:
    """Return the person of this request's session, or None if it has ended or the account is suspended."""
    found = _of_cookie()
    if found is None or str(found.person.id) != identity:
        return None
    g.account_session = found
    return found.person


def signed_in_person() -> Person | None:
    """Return the person who is signed in with this browser, also in requests by link, which have another user."""
    found = _of_cookie()
    return found.person if found else None


def _of_cookie() -> queries.Recognised | None:
    secret = session.get(SECRET)
    found = queries.recognise(secret) if isinstance(secret, str) and database_is_available() else None
    return found if found and found.person.is_active else None


def unread_news() -> int:
    """Return how much news the signed-in person of this request has not read."""
    present: queries.Recognised | None = g.get("account_session")
    return present.unread if present else 0


def is_present(account_session: AccountSession) -> bool:
    """Whether this request belongs to `account_session`; False for API requests."""
    present: queries.Recognised | None = g.get("account_session")
    return present is not None and present.session_id == account_session.id


def note_visit(response: Response) -> Response:
    """Update the time of the session's last request, at most once an hour, in a separate transaction.

    Most requests only read, and on SQLite a transaction that has read cannot start to write if another one has written.
    """
    present: queries.Recognised | None = g.get("account_session")
    now = utc_now()
    if present is not None and now - present.seen_at >= NOTED:
        try:
            _write_visit(present, now)
        except OperationalError as error:  # a page must not fail because of this update
            log.warning("session.not_noted", kind=type(error).__name__)
    return response


def _write_visit(present: queries.Recognised, now: datetime) -> None:
    visited = update(AccountSession).where(AccountSession.id == present.session_id).values(seen_at=now)
    g.only_reads = False
    with db.engine.begin() as connection:
        connection.execute(visited)
