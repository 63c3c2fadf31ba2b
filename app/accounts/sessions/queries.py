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


class Recognised(NamedTuple):
    """The person and the session of a request."""

    person: Person
    session_id: UUID
    seen_at: datetime


def recognise(secret: str) -> Recognised | None:
    """Return the person and session of a secret, or None if the session has ended. The account may be suspended."""
    query = select(AccountSession).join(AccountSession.person).options(contains_eager(AccountSession.person))
    found = db.session.scalar(
        query.where(AccountSession.digest == digest(secret), AccountSession.stamp == Person.stamp)
    )
    return Recognised(found.person, found.id, found.seen_at) if found else None


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
