"""Queries for secret circles that nobody can open, and for requests for access to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from app.accounts.models import Person
from app.audit.models import AuditRow
from app.circles.break_glass.models import AccessRequest
from app.circles.models import Circle, CircleKind, Classification, NamedPerson
from app.database import db

MOST = 200
"""The maximum number of circles and requests on the page."""


class Abandoned(NamedTuple):
    """A secret circle that nobody can open: its id, what it belongs to, and when it was last changed."""

    id: UUID
    kind: CircleKind
    last_act: datetime | None


def is_abandoned() -> ColumnElement[bool]:
    """Return the condition that a circle is secret and none of its named people has an active account."""
    named = select(NamedPerson.id).join(Person, Person.id == NamedPerson.person_id)
    working = named.where(
        NamedPerson.circle_id == Circle.id, Person.joined_at.is_not(None), Person.suspended_at.is_(None)
    )
    return (Circle.classification == Classification.SECRET) & ~working.exists()


def abandoned() -> list[Abandoned]:
    """Return the circles that nobody can open, ordered by id, without anything that reveals what they are about."""
    last_act = select(func.max(AuditRow.at)).where(AuditRow.circle_id == Circle.id).scalar_subquery()
    query = select(Circle.id, Circle.kind, last_act).where(is_abandoned()).order_by(Circle.id).limit(MOST)
    return [Abandoned(*row) for row in db.session.execute(query)]


def can_nobody_open(circle_id: UUID) -> bool:
    """Whether a circle is secret and none of its named people has an active account."""
    query = select(Circle.id).where(Circle.id == circle_id, is_abandoned())
    return db.session.scalar(query) is not None


def open_requests() -> Sequence[AccessRequest]:
    """Return the open requests, oldest first."""
    query = select(AccessRequest).where(AccessRequest.closed_at.is_(None))
    return db.session.scalars(query.order_by(AccessRequest.asked_at, AccessRequest.id).limit(MOST)).all()


def open_request_of(circle_id: UUID) -> AccessRequest | None:
    """Return the open request for a circle, or None."""
    query = select(AccessRequest).where(AccessRequest.circle_id == circle_id, AccessRequest.closed_at.is_(None))
    return db.session.scalar(query)
