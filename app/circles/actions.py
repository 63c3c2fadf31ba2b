"""Actions on circles. Seats carry dates, so that membership on a past day can be queried; named people carry none."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from app import audit
from app.circles.events import CircleReclassified
from app.circles.models import Circle, CircleKind, Classification, NamedPerson, Seat
from app.database import db
from app.events import emit
from app.organisations.models import Organisation


def open_circle(
    name: str, *, kind: CircleKind = CircleKind.FORUM, classification: Classification = Classification.INTERNAL
) -> Circle:
    """Create a circle without seats, add it to the session and return it."""
    circle = Circle(name=name, kind=kind, classification=classification)
    db.session.add(circle)
    return circle


def classify(circle: Circle, classification: Classification, *, by: Any, at: datetime) -> None:
    """Set the classification of a circle.

    Subscribers to CircleReclassified restrict content that is more open than it allows, in the same transaction.
    """
    before = circle.classification
    if classification is not before:
        circle.classification = classification
        audit.record(
            "circle.reclassified", circle, by=by, at=at, circle_id=circle.id, before=before, after=classification
        )
        emit(CircleReclassified(circle=circle, before=before, by=by, at=at))


def take_seat(
    circle: Circle, organisation: Organisation, *, since: date, position: int = 0, observer: bool = False
) -> Seat:
    """Give an organisation a seat from `since`; the seat keeps the organisation's current sector."""
    seat = Seat(
        circle=circle,
        organisation=organisation,
        sector=organisation.sector,
        since=since,
        position=position,
        observer=observer,
    )
    db.session.add(seat)
    return seat


def leave_seat(seat: Seat, *, last_day: date) -> None:
    """End a seat with `last_day` included. A seat that begins after that day is deleted."""
    if seat.since > last_day:
        db.session.delete(seat)
    else:
        seat.until = last_day


def name_people(circle_id: UUID, person_ids: Collection[UUID]) -> None:
    """Replace the people who are named in a circle with exactly these."""
    wanted = set(person_ids)
    existing = set(db.session.scalars(select(NamedPerson.person_id).where(NamedPerson.circle_id == circle_id)))
    removed = existing - wanted
    if removed:
        db.session.execute(
            delete(NamedPerson).where(NamedPerson.circle_id == circle_id, NamedPerson.person_id.in_(removed))
        )
    db.session.add_all(NamedPerson(circle_id=circle_id, person_id=one) for one in sorted(wanted - existing))
    db.session.flush()


def name_person(circle_id: UUID, person_id: UUID) -> None:
    """Name one more person in a circle."""
    named = set(db.session.scalars(select(NamedPerson.person_id).where(NamedPerson.circle_id == circle_id)))
    name_people(circle_id, named | {person_id})
