"""Membership and visibility of circles, as SQL conditions that lists can filter by."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from app.circles.models import Circle, Classification, NamedPerson, Seat, Steward, StewardRole
from app.circles.rules import belongs, may_know
from app.circles.rules import readable_by_role as readable_by_role
from app.database import db


def circles_of(organisation_id: UUID, today: date) -> Select[UUID]:
    """Return a subquery of the ids of circles in which the organisation holds a seat on `today`."""
    return select(Seat.circle_id).where(Seat.organisation_id == organisation_id, is_taken(today))


def is_taken(today: date) -> ColumnElement[bool]:
    """Return the condition that a seat is held on `today`."""
    return and_(Seat.since <= today, or_(Seat.until.is_(None), Seat.until >= today))


def sits_in(organisation_id: UUID, circle_id: UUID, today: date, *, voting: bool = False) -> bool:
    """Whether the organisation holds a seat in the circle on `today`; with `voting`, observers' seats do not count."""
    found = circles_of(organisation_id, today).where(Seat.circle_id == circle_id).limit(1)
    if voting:
        found = found.where(Seat.observer.is_(False))
    return db.session.scalar(found) is not None


def opened_by_role(circle_id: Any, person: object, *open_to_all: Classification) -> ColumnElement[bool]:
    """Return the condition that a person's platform role, or `open_to_all`, opens a circle by its classification.

    For a person with a role the condition excludes the circles that are closed to them, because those are few.
    """
    by_role = readable_by_role(person)
    opened = [one for one in Classification if one in by_role or one in open_to_all]
    if by_role:
        closed = [one for one in Classification if one not in opened]
        condition: ColumnElement[bool] = circle_id.not_in(select(Circle.id).where(Circle.classification.in_(closed)))
        return condition
    return circle_id.in_(select(Circle.id).where(Circle.classification.in_(opened))) if opened else false()


def circles_naming(person_id: UUID) -> Select[UUID]:
    """Return a subquery of the ids of circles in which a person is named."""
    return select(NamedPerson.circle_id).where(NamedPerson.person_id == person_id)


def secret_circles() -> Select[UUID]:
    """Return a subquery of the ids of secret circles."""
    return select(Circle.id).where(Circle.classification == Classification.SECRET)


def belongs_in(circle_id: Any, person: Any, today: date) -> ColumnElement[bool]:
    """Return the condition that a person is a member of a circle on `today`: `rules.belongs` in SQL."""
    return or_(
        circle_id.in_(circles_naming(person.id)),
        and_(circle_id.in_(circles_of(person.organisation_id, today)), circle_id.not_in(secret_circles())),
    )


def knows_of(circle_id: Any, person: Any, today: date, *open_to_all: Classification) -> ColumnElement[bool]:
    """Return the condition that a person may know of objects in a circle: `rules.may_know` in SQL.

    Circles with a classification in `open_to_all` count as known.
    """
    opened = opened_by_role(circle_id, person, *open_to_all)  # first, because it decides most rows
    if Classification.RESTRICTED in readable_by_role(person):  # a seat opens no more than this role does
        return or_(opened, circle_id.in_(circles_naming(person.id)))
    return or_(opened, belongs_in(circle_id, person, today))


def is_named(person_id: UUID, circle_id: UUID) -> bool:
    """Whether a person is named in a circle."""
    return db.session.scalar(circles_naming(person_id).where(NamedPerson.circle_id == circle_id).limit(1)) is not None


def may_be_notified_of(person: Any, circle: Circle) -> bool:
    """Whether a person may be sent mail about an object in a circle: about a secret one, only if named in it."""
    return circle.classification is not Classification.SECRET or is_named(person.id, circle.id)


def has_place(person: Any, circle: Circle, today: date) -> bool:
    """Whether a person is a member of a circle on `today`, by name or through their organisation's seat."""
    named = is_named(person.id, circle.id)
    seated = not named and sits_in(person.organisation_id, circle.id, today)
    return belongs(circle.classification, named=named, seated=seated)


def knows(person: Any, circle: Circle, today: date) -> bool:
    """Whether a person may know of objects in a circle."""
    by_role = may_know(circle.classification, person, named=False, seated=False)
    return by_role or has_place(person, circle, today)


def stewards(person_id: UUID, circle_id: UUID) -> set[StewardRole]:
    """Return the steward roles of a person in a circle."""
    mine = select(Steward.role).where(Steward.person_id == person_id, Steward.circle_id == circle_id)
    return set(db.session.scalars(mine))


def seats_on(circle_id: UUID, today: date) -> list[Seat]:
    """Return the seats held on `today`, ordered by position, with their organisations."""
    return list(
        db.session.scalars(
            select(Seat).where(Seat.circle_id == circle_id, is_taken(today)).order_by(Seat.position, Seat.id)
        )
    )
