"""Queries of the 5C review: which forums and agreements belong to a programme, and what is written about it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select

from alignment.barriers import factors as barriers
from alignment.capacity import factors as capacity
from alignment.five_c import factors as own
from alignment.five_c.models import Synopsis
from alignment.five_c.rules import Factor
from alignment.goals import factors as goals
from alignment.home.queries import Programme
from alignment.regulations import factors as regulations
from alignment.roles import factors as roles
from alignment.services import factors as services
from alignment.services.models import service_circles
from app.accounts.models import Person
from app.circles.models import Circle
from app.database import db

Factors = Callable[[Collection[UUID], Person, date], list[Factor]]

SOURCES: tuple[Factors, ...] = (
    goals.factors,
    roles.factors,
    regulations.factors,
    services.factors,
    barriers.factors,
    capacity.factors,
    own.commitments,
    own.decisions,
    own.attendance,
    own.proposals,
)
"""What gives factors."""


def factors(circle_ids: Collection[UUID], reader: Person, today: date) -> list[Factor]:
    """Return what each register says supports or hinders these forums and agreements."""
    return [one for source in SOURCES for one in source(circle_ids, reader, today)]


def together(circle_id: UUID, known: Collection[Programme]) -> list[Programme]:
    """Return a forum or agreement with those of the same services, as far as the reader may know of them."""
    linked = service_circles.c
    services = select(linked.service_id).where(linked.circle_id == circle_id)
    ids = set(db.session.scalars(select(linked.circle_id).where(linked.service_id.in_(services))))
    return sorted(
        (one for one in known if one.circle_id in ids | {circle_id}), key=lambda one: one.circle_id != circle_id
    )


def synopsis_of(circle_id: UUID) -> Synopsis | None:
    """Return what is written about the programme of a circle, or None."""
    return db.session.scalar(select(Synopsis).where(Synopsis.circle_id == circle_id))


def lock(circle_id: UUID) -> None:
    """Let two who write about the same programme for the first time do so one after the other."""
    db.session.execute(select(Circle.id).where(Circle.id == circle_id).with_for_update())
