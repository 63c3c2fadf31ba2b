"""Queries for sessions."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from app.accounts.models import AccountSession, Person
from app.accounts.sessions.rules import LIFETIME
from app.accounts.tokens import digest
from app.database import db
from app.mail.notifications.listing import unread_of_person


class Recognised(NamedTuple):
    """The person and the session of a request, and how much news the person has not read."""

    person: Person
    session_id: UUID
    seen_at: datetime
    unread: int


def recognise(secret: str) -> Recognised | None:
    """Return the person and session of a secret, or None if the session has ended. The account may be suspended."""
    query = select(AccountSession, unread_of_person()).join(AccountSession.person)
    query = query.where(AccountSession.digest == digest(secret), AccountSession.stamp == Person.stamp)
    row = db.session.execute(query.options(contains_eager(AccountSession.person))).first()
    if row is None:
        return None
    found, unread = row
    return Recognised(found.person, found.id, found.seen_at, unread)


def sessions_of(person: Person, now: datetime) -> Select[AccountSession]:
    """Return the select of a person's sessions that have not ended, newest first."""
    theirs = select(AccountSession).where(
        AccountSession.person_id == person.id,
        AccountSession.stamp == person.stamp,
        AccountSession.seen_at > now - LIFETIME,
    )
    return theirs.order_by(AccountSession.created_at.desc(), AccountSession.id)


def by_secret(secret: str) -> AccountSession | None:
    """Return the session of a secret, or None."""
    return db.session.scalar(select(AccountSession).where(AccountSession.digest == digest(secret)))
