"""Queries for the bases of forums."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.circles.models import Seat
from app.circles.queries import is_taken
from app.database import db
from app.organisations.models import Contact, ContactRole
from forums.basis.models import Basis
from forums.basis.rules import WARNINGS, in_force
from forums.scheduling.models import Forum


def bases(forum_id: UUID) -> Sequence[Basis]:
    """Return the bases of a forum, the one that began last first."""
    return db.session.scalars(of_forum(forum_id).order_by(Basis.valid_from.desc(), Basis.entered_at.desc())).all()


def of_forum(forum_id: UUID) -> Select[Basis]:
    """Select the bases of a forum."""
    return select(Basis).where(Basis.forum_id == forum_id)


def with_members(forum_id: UUID) -> Sequence[Basis]:
    """Return the same bases with their members and files, in a fixed number of queries."""
    query = of_forum(forum_id).options(selectinload(Basis.members), joinedload(Basis.file), joinedload(Basis.forum))
    return db.session.scalars(query.order_by(Basis.valid_from.desc(), Basis.entered_at.desc())).all()


def basis_on(forum_id: UUID, day: date) -> Basis | None:
    """Return the basis of a forum in force on a day."""
    return in_force(bases(forum_id), day)


def basis_for_act(basis_id: UUID) -> Basis | None:
    """Return a basis with its forum, members and file."""
    options = [joinedload(Basis.forum), joinedload(Basis.file), selectinload(Basis.members)]
    return db.session.get(Basis, basis_id, options=options)


def follower_of(basis: Basis) -> Basis | None:
    """Return the basis that renews another, or None."""
    return db.session.scalar(select(Basis).where(Basis.follows_id == basis.id))


def all_seats(forum: Forum) -> Sequence[Seat]:
    """Return all seats of a forum, past, current and future, ordered by position."""
    query = select(Seat).where(Seat.circle_id == forum.circle_id)
    return db.session.scalars(query.order_by(Seat.position, Seat.since, Seat.id)).all()


def seated_members(forum: Forum, day: date) -> list[dict[str, Any]]:
    """Return the organisations with a voting seat on a day as rows of the form, with the position of their head."""
    held = select(Seat.organisation_id).where(
        Seat.circle_id == forum.circle_id, is_taken(day), Seat.observer.is_(False)
    )
    organisations = list(dict.fromkeys(db.session.scalars(held.order_by(Seat.position, Seat.id))))
    heads = select(Contact).options(joinedload(Contact.person))
    heads = heads.where(Contact.organisation_id.in_(organisations), Contact.role == ContactRole.HEAD)
    positions = {one.organisation_id: one.person.position for one in db.session.scalars(heads)}
    return [{"organisation": one, "office": positions.get(one, ""), "duty": ""} for one in organisations]


def ending(today: date) -> Sequence[Basis]:
    """Return the bases of active forums that end within the period of warnings and that none replaces later."""
    later = aliased(Basis)
    replaced = exists().where(later.forum_id == Basis.forum_id, later.valid_from > Basis.valid_from)
    query = select(Basis).join(Basis.forum).options(joinedload(Basis.forum))
    query = query.where(
        Basis.valid_until.between(today, today + timedelta(days=WARNINGS[0])), Forum.archived_at.is_(None), ~replaced
    )
    return db.session.scalars(query.order_by(Basis.valid_until, Basis.id)).all()
