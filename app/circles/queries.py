"""Which circles an organisation sits in, as SQL that lists can filter with."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from app.circles.models import Circle, Classification, Seat, Steward, StewardRole
from app.database import db


def circles_of(organisation_id: UUID, today: date) -> Select[UUID]:
    """Return a subquery of the ids of circles in which the organisation holds a seat on `today`."""
    return select(Seat.circle_id).where(Seat.organisation_id == organisation_id, is_taken(today))


def is_taken(today: date) -> ColumnElement[bool]:
    """Return the condition that a seat is held on `today`."""
    return and_(Seat.since <= today, or_(Seat.until.is_(None), Seat.until >= today))


def sits_in(organisation_id: UUID, circle_id: UUID, today: date, *, voting: bool = False) -> bool:
    """Whether the organisation holds a seat of the circle on `today`; with `voting`, an observer's does not count."""
    found = circles_of(organisation_id, today).where(Seat.circle_id == circle_id).limit(1)
    if voting:
        found = found.where(Seat.observer.is_(False))
    return db.session.scalar(found) is not None


def readable_by_role(person: object) -> tuple[Classification, ...]:
    """Return the classifications that a person's platform role opens without a seat.

    Coordinators read all but secret, leadership internal and below, others nothing by role.
    """
    if getattr(person, "is_coordinator", False):
        return (Classification.PUBLIC, Classification.INTERNAL, Classification.RESTRICTED)
    if getattr(person, "is_leadership", False):
        return (Classification.PUBLIC, Classification.INTERNAL)
    return ()


def opened_by_role(circle_id: Any, person: object, *open_to_all: Classification) -> ColumnElement[bool]:
    """Return the condition that a circle is open to a person's platform role, or so classified that it is to all.

    Of whoever has a role the few circles are looked for that it does not open: most are open to them.
    """
    by_role = readable_by_role(person)
    opened = [one for one in Classification if one in by_role or one in open_to_all]
    if by_role:
        closed = [one for one in Classification if one not in opened]
        condition: ColumnElement[bool] = circle_id.not_in(select(Circle.id).where(Circle.classification.in_(closed)))
        return condition
    return circle_id.in_(select(Circle.id).where(Circle.classification.in_(opened))) if opened else false()


def stewards(person_id: UUID, circle_id: UUID) -> set[StewardRole]:
    """Return the roles that a person has for a circle."""
    mine = select(Steward.role).where(Steward.person_id == person_id, Steward.circle_id == circle_id)
    return set(db.session.scalars(mine))


def seats_on(circle_id: UUID, today: date) -> list[Seat]:
    """Return the seats held on `today`, in order, with their organisations."""
    return list(
        db.session.scalars(
            select(Seat).where(Seat.circle_id == circle_id, is_taken(today)).order_by(Seat.position, Seat.id)
        )
    )
