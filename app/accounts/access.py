"""What ends when an account is made safe: everything by which somebody acts as its person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.accounts import tokens
from app.accounts.models import Person, TokenPurpose, new_stamp
from app.accounts.sessions import actions as sessions
from app.events import emit


@dataclass(frozen=True, slots=True)
class AccessEnded:
    """A person's sessions and tokens were ended; links that upper packages mailed to the person end with them."""

    person: Person
    at: datetime


def end_access(person: Person, *, at: datetime) -> None:
    """End every session, every token of a program and every mailed link of a person."""
    person.stamp = new_stamp()
    sessions.discard(person)
    tokens.revoke(person, *TokenPurpose, at=at)
    emit(AccessEnded(person=person, at=at))
