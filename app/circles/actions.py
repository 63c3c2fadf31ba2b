"""Seats come and go with dates, so that who sat where on a past day stays known."""

from __future__ import annotations

from datetime import date

from app.circles.models import Circle, Classification, Seat
from app.database import db
from app.organisations.models import Organisation


def open_circle(name: str, *, classification: Classification = Classification.INTERNAL) -> Circle:
    """Return a new circle without seats."""
    circle = Circle(name=name, classification=classification)
    db.session.add(circle)
    return circle


def take_seat(
    circle: Circle, organisation: Organisation, *, since: date, position: int = 0, observer: bool = False
) -> Seat:
    """Seat an organisation from `since`, with its sector of that day."""
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
    """End a seat with `last_day` included; one that had not begun by then is removed."""
    if seat.since > last_day:
        db.session.delete(seat)
    else:
        seat.until = last_day
