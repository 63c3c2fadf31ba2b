"""Whose session a cookie belongs to, and which sessions a person has."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import AccountSession, Person
from app.accounts.sessions.rules import LIFETIME
from app.accounts.tokens import digest
from app.database import db
from app.organisations.models import Organisation
from app.statements import as_loaded, selected

_people, _organisations, _sessions = Person.__table__, Organisation.__table__, AccountSession.__table__
_BY_SECRET = (
    select(_people, _organisations, _sessions.c.id, _sessions.c.seen_at)
    .join_from(_people, _organisations)
    .join(_sessions, (_sessions.c.person_id == _people.c.id) & (_sessions.c.stamp == _people.c.stamp))
    .where(_sessions.c.digest == bindparam("digest"))
)
"""A person, their organisation and session, built once: every request of someone signed in asks it."""


class Recognised(NamedTuple):
    """Who asks, and in which session."""

    person: Person
    session_id: UUID
    seen_at: datetime


def recognise(secret: str) -> Recognised | None:
    """Return whose session a secret belongs to, or None if it has ended. The account may be suspended."""
    rows = selected(_BY_SECRET, {"digest": digest(secret)})
    if not rows:
        return None
    *columns, session_id, seen_at = rows[0]
    return Recognised(_person(columns), session_id, seen_at)


def sessions_of(person: Person, now: datetime) -> Select[AccountSession]:
    """Return the sessions of a person that have not ended, the newest first."""
    theirs = select(AccountSession).where(
        AccountSession.person_id == person.id,
        AccountSession.stamp == person.stamp,
        AccountSession.seen_at > now - LIFETIME,
    )
    return theirs.order_by(AccountSession.created_at.desc(), AccountSession.id)


def by_secret(secret: str) -> AccountSession | None:
    """Return the session of a secret, if there is one."""
    return db.session.scalar(select(AccountSession).where(AccountSession.digest == digest(secret)))


def _person(values: list[Any]) -> Person:
    columns = len(_people.columns)
    person = as_loaded(Person, values[:columns])
    set_committed_value(person, "organisation", as_loaded(Organisation, values[columns:]))
    return person
