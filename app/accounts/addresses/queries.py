"""Queries for address changes: by link, by person, and those that are due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from app.accounts.addresses.models import AddressChange
from app.accounts.addresses.rules import OPEN, AddressState
from app.accounts.models import HOLDS_A_ROLE, Person
from app.accounts.people.queries import ACCOUNTS
from app.accounts.tokens import digest
from app.database import db


def open_change_of(person: Person) -> AddressChange | None:
    """Return the open change of a person's address, or None."""
    return db.session.scalar(
        select(AddressChange).where(AddressChange.person_id == person.id, AddressChange.ended_at.is_(None))
    )


def changed_own_since(person: Person, moment: datetime) -> bool:
    """Whether a change that the person requested took effect after `moment`."""
    query = select(AddressChange.id).where(
        AddressChange.person_id == person.id,
        AddressChange.asked_by_id == person.id,
        AddressChange.state == AddressState.DONE,
        AddressChange.ended_at > moment,
    )
    return db.session.scalar(query.limit(1)) is not None


def by_confirm_link(secret: str) -> AddressChange | None:
    """Return the change of the link mailed to the new address, or None."""
    return db.session.scalar(select(AddressChange).where(AddressChange.confirm_digest == digest(secret)))


def by_stop_link(secret: str) -> AddressChange | None:
    """Return the change of the link mailed to the previous address, or None."""
    return db.session.scalar(select(AddressChange).where(AddressChange.stop_digest == digest(secret)))


def due(now: datetime) -> Sequence[AddressChange]:
    """Return the open changes whose time is over."""
    return db.session.scalars(
        select(AddressChange).where(AddressChange.state.in_(OPEN), AddressChange.until <= now)
    ).all()


def claim(change: AddressChange, expected: AddressState, then: AddressState, *, at: datetime) -> bool:
    """Move a change from the expected state to its final state; return False if it has been ended concurrently."""
    mine = update(AddressChange).where(AddressChange.id == change.id, AddressChange.state == expected)
    return db.session.execute(mine.values(state=then, ended_at=at)).rowcount == 1  # type: ignore[attr-defined]


def second_administrators(asker: Person, person: Person) -> Sequence[Person]:
    """Return the active administrators who can confirm a change that `asker` requests for `person`."""
    others = Person.id.not_in([asker.id, person.id])
    return db.session.scalars(
        select(Person).where(HOLDS_A_ROLE, Person.is_administrator, ACCOUNTS["active"], others)
    ).all()


def active_role_holders() -> Sequence[Person]:
    """Return all people with a platform role and an active account."""
    return db.session.scalars(select(Person).where(HOLDS_A_ROLE, ACCOUNTS["active"])).all()
