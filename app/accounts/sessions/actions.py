"""Actions on sessions."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete

from app import audit
from app.accounts import tokens
from app.accounts.models import AccountSession, Person
from app.accounts.sessions.rules import Device
from app.database import db


def begin(person: Person, *, device: Device, at: datetime) -> str:
    """Create a session of `person` and return its secret, which is stored only in the cookie."""
    secret = secrets.token_urlsafe(32)
    db.session.add(
        AccountSession(
            person_id=person.id,
            digest=tokens.digest(secret),
            stamp=person.stamp,
            browser=device.browser,
            system=device.system,
            created_at=at,
            seen_at=at,
        )
    )
    return secret


def sign_out(session: AccountSession, *, at: datetime) -> None:
    """End the current session of its owner."""
    db.session.delete(session)
    audit.record("person.signed_out", session.person, by=session.person, at=at)


def end(session: AccountSession, *, by: Person, at: datetime) -> None:
    """End one session of a person."""
    db.session.delete(session)
    audit.record("person.session_ended", session.person, by=by, at=at)


def end_everywhere(person: Person, *, at: datetime) -> None:
    """End all sessions of the person who requests it, including the current one."""
    discard(person)
    audit.record("person.signed_out_everywhere", person, by=person, at=at)


def discard(person: Person) -> None:
    """Delete all sessions of a person."""
    db.session.execute(delete(AccountSession).where(AccountSession.person_id == person.id))


def forget(*, before: datetime) -> None:
    """Delete sessions whose last request was before `before`."""
    db.session.execute(delete(AccountSession).where(AccountSession.seen_at < before))
