"""Queries for requests for roles, and for the people who are notified of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select

from app.accounts.models import HOLDS_A_ROLE, Person
from app.accounts.people.queries import ACCOUNTS
from app.accounts.roles.models import RoleRequest
from app.database import db

MOST = 200
"""The maximum number of requests on the page."""


def open_requests() -> Select[RoleRequest]:
    """Select the open requests, oldest first."""
    return select(RoleRequest).where(RoleRequest.closed_at.is_(None)).order_by(RoleRequest.asked_at, RoleRequest.id)


def open_requests_of_others(person: Person) -> Select[RoleRequest]:
    """Select the open requests that `person` may confirm, oldest first."""
    return open_requests().where(RoleRequest.person_id != person.id)


def open_request_of(person: Person) -> RoleRequest | None:
    """Return the open request of a person, or None."""
    return db.session.scalar(
        select(RoleRequest).where(RoleRequest.person_id == person.id, RoleRequest.closed_at.is_(None))
    )


def other_administrators(person: Person) -> Sequence[Person]:
    """Return the active administrators besides `person`."""
    return db.session.scalars(
        select(Person).where(HOLDS_A_ROLE, Person.is_administrator, ACCOUNTS["active"], Person.id != person.id)
    ).all()


def active_role_holders() -> Sequence[Person]:
    """Return all people with a platform role and an active account."""
    return db.session.scalars(select(Person).where(HOLDS_A_ROLE, ACCOUNTS["active"]).order_by(Person.id)).all()
