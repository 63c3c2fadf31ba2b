"""Queries for registrations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import contains_eager, lazyload

from app.circles.models import Circle, Classification
from app.database import db
from forums.registration.models import Opening, Registration, RegistrationState
from forums.scheduling.models import Forum, Session, SessionState


@dataclass(frozen=True, slots=True)
class Figures:
    """Registrations by status, and how many of the confirmed ones attended."""

    confirmed: int = 0
    waiting: int = 0
    cancelled: int = 0
    came: int = 0


def opening_of(session_id: UUID) -> Opening | None:
    """Return the registration settings of a session, open or closed."""
    return db.session.scalar(select(Opening).where(Opening.session_id == session_id))


def lock(opening: Opening) -> None:
    """Lock the opening until the transaction ends, and refresh it."""
    db.session.flush()
    db.session.refresh(opening, ["capacity", "closed_at", "erased_at"], with_for_update=True)


def figures(opening: Opening) -> Figures:
    """Return the number of registrations by status."""
    return _read(db.session.execute(select(*_numbers(opening.id))).one())


def measured(session_id: UUID) -> tuple[Opening, Figures] | None:
    """Return the opening of a session with its numbers, in one query."""
    query = select(Opening, *_numbers(Opening.id)).options(lazyload(Opening.session))
    row = db.session.execute(query.where(Opening.session_id == session_id)).one_or_none()
    return (row[0], _read(row[1:])) if row else None


def _read(numbers: Iterable[int]) -> Figures:
    confirmed, waiting, cancelled, came = numbers
    return Figures(confirmed=confirmed, waiting=waiting, cancelled=cancelled, came=came)


def _numbers(opening_id: Any) -> list[ScalarSelect[int]]:
    """Return the subqueries for the fields of Figures, in order."""
    of_opening = select(func.count()).select_from(Registration).where(Registration.opening_id == opening_id)
    conditions = [Registration.state == state for state in RegistrationState]
    came = (Registration.state == RegistrationState.CONFIRMED) & Registration.came.is_(True)
    return [of_opening.where(one).scalar_subquery() for one in (*conditions, came)]


def registered(opening_id: UUID, *states: RegistrationState) -> Sequence[Registration]:
    """Return the registrations with one of the given states, in order."""
    return db.session.scalars(_of(opening_id, states).order_by(Registration.turn)).all()


def expected(sessions: Collection[UUID]) -> Sequence[Registration]:
    """Return the confirmed and waiting registrations of these sessions, in order."""
    query = (
        select(Registration)
        .join(Registration.opening)
        .options(contains_eager(Registration.opening))
        .where(Opening.session_id.in_(sessions), Registration.state != RegistrationState.CANCELLED)
        .order_by(Opening.opened_at, Opening.id, Registration.turn)
    )
    return db.session.scalars(query).all() if sessions else []


def _of(opening_id: UUID, states: Sequence[RegistrationState]) -> Select[Registration]:
    return select(Registration).where(Registration.opening_id == opening_id, Registration.state.in_(states))


def by_address(opening_id: UUID, email: str) -> Registration | None:
    """Return the registration of an address."""
    return db.session.scalar(
        select(Registration).where(Registration.opening_id == opening_id, Registration.email == email)
    )


def next_turn(opening_id: UUID) -> int:
    """Return the number of the next registration. The caller holds the lock."""
    return (
        db.session.scalar(select(func.max(Registration.turn)).where(Registration.opening_id == opening_id)) or 0
    ) + 1


def open_now(now: datetime, forum: Forum | None = None) -> Sequence[Opening]:
    """Return the sessions open for registration, in all public forums or in one, soonest first."""
    query = (
        select(Opening)
        .join(Opening.session)
        .join(Session.forum)
        .join(Circle, Circle.id == Forum.circle_id)
        .where(
            Opening.closed_at.is_(None),
            Session.state == SessionState.PLANNED,
            Session.starts_at > now,
            Circle.classification == Classification.PUBLIC,
        )
    )
    if forum:
        query = query.where(Session.forum_id == forum.id)
    return db.session.scalars(query.order_by(Session.starts_at).limit(100)).all()


def to_erase(now: datetime) -> list[Opening]:
    """Return the openings whose retention period is over and whose data was not erased yet."""
    query = select(Opening).join(Opening.session).where(Opening.erased_at.is_(None), Session.ends_at < now)
    return [one for one in db.session.scalars(query) if one.session.ends_at + timedelta(days=one.retention_days) <= now]
