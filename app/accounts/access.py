"""Ends all access to an account, after its password or address changed or it was suspended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.accounts import tokens
from app.accounts.models import Person, TokenPurpose, new_stamp
from app.accounts.sessions import actions as sessions
from app.events import emit


@dataclass(frozen=True, slots=True)
class AccessEnded:
    """All sessions and tokens of a person were ended. Upper packages end the links that they mailed to the person."""

    person: Person
    at: datetime


def end_access(person: Person, *, at: datetime) -> None:
    """End every session, every API token and every mailed link of a person."""
    person.stamp = new_stamp()
    sessions.discard(person)
    tokens.revoke(person, *TokenPurpose, at=at)
    emit(AccessEnded(person=person, at=at))
