"""Queries of schedules of digests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from app.accounts.models import Person
from app.circles.queries import knows_of
from app.database import db
from insights.digests.models import DigestKind
from insights.schedules.models import DigestSchedule


def readable(person: Person, on: date) -> ColumnElement[bool]:
    """Return the condition that a coordinator may know what a schedule is about."""
    return or_(DigestSchedule.circle_id.is_(None), knows_of(DigestSchedule.circle_id, person, on))


def listed(person: Person, on: date) -> Sequence[DigestSchedule]:
    """Return the schedules that `person` may read, the oldest first."""
    query = select(DigestSchedule).where(readable(person, on))
    return db.session.scalars(query.order_by(DigestSchedule.created_at, DigestSchedule.id)).all()


def every() -> Sequence[UUID]:
    """Return the ids of all schedules, the oldest first."""
    query = select(DigestSchedule.id).order_by(DigestSchedule.created_at, DigestSchedule.id)
    return db.session.scalars(query).all()


def of(kind: DigestKind, scope: str) -> DigestSchedule | None:
    """Return the schedule of a kind of period about something, or None."""
    query = select(DigestSchedule).where(DigestSchedule.kind == kind, DigestSchedule.scope == scope)
    return db.session.scalar(query)
