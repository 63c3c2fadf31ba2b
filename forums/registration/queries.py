"""Openings and registrations as pages, mails and jobs need them."""

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
    """How many registered: have a place, wait, cancelled; and how many of those with a place came."""

    confirmed: int = 0
    waiting: int = 0
    cancelled: int = 0
    came: int = 0


def opening_of(session_id: UUID) -> Opening | None:
    """Return the registration of a session, open or closed."""
    return db.session.scalar(select(Opening).where(Opening.session_id == session_id))


def lock(opening: Opening) -> None:
    """Let nobody else register, cancel or change the terms until the transaction ends; look at them anew."""
    db.session.flush()
    db.session.refresh(opening, ["capacity", "closed_at", "erased_at"], with_for_update=True)


def figures(opening: Opening) -> Figures:
    """Return how many registered, by what became of it."""
    return _read(db.session.execute(select(*_numbers(opening.id))).one())


def measured(session_id: UUID) -> tuple[Opening, Figures] | None:
    """Return the registration of a session with its figures, in one query."""
    query = select(Opening, *_numbers(Opening.id)).options(lazyload(Opening.session))
    row = db.session.execute(query.where(Opening.session_id == session_id)).one_or_none()
    return (row[0], _read(row[1:])) if row else None


def _read(numbers: Iterable[int]) -> Figures:
    confirmed, waiting, cancelled, came = numbers
    return Figures(confirmed=confirmed, waiting=waiting, cancelled=cancelled, came=came)


def _numbers(opening_id: Any) -> list[ScalarSelect[int]]:
    """Return how many registrations are in each state and how many of those with a place came, as Figures has them."""
    of_opening = select(func.count()).select_from(Registration).where(Registration.opening_id == opening_id)
    conditions = [Registration.state == state for state in RegistrationState]
    came = (Registration.state == RegistrationState.CONFIRMED) & Registration.came.is_(True)
    return [of_opening.where(one).scalar_subquery() for one in (*conditions, came)]


def registered(opening_id: UUID, *states: RegistrationState) -> Sequence[Registration]:
    """Return registrations in a state, in the order in which people registered."""
    return db.session.scalars(_of(opening_id, states).order_by(Registration.turn)).all()


def expected(sessions: Collection[UUID]) -> Sequence[Registration]:
    """Return who has a place or waits in any of these sessions, in the order in which people registered."""
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
    """Return the number of the next wish to come. The caller holds the lock."""
    return (
        db.session.scalar(select(func.max(Registration.turn)).where(Registration.opening_id == opening_id)) or 0
    ) + 1


def open_now(now: datetime, forum: Forum | None = None) -> Sequence[Opening]:
    """Return what anyone may register for, in all public forums or in one, soonest first."""
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
    """Return openings whose names and addresses were kept for as long as was promised."""
    query = select(Opening).join(Opening.session).where(Opening.erased_at.is_(None), Session.ends_at < now)
    return [one for one in db.session.scalars(query) if one.session.ends_at + timedelta(days=one.retention_days) <= now]
