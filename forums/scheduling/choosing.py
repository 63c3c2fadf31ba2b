"""Whom a forum can be made of: organisations, and the people who can speak for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import case, func, select, union

from app.accounts.models import Person
from app.database import db
from app.organisations.models import Contact, ContactRole, Organisation

PEOPLE = 60
"""People offered for each organisation."""


def organisations() -> Sequence[Organisation]:
    """Return the organisations that can take a seat, by name."""
    query = select(Organisation).where(Organisation.archived_at.is_(None)).order_by(Organisation.name)
    return db.session.scalars(query.limit(2000)).all()


def people_to_seat(organisation_ids: Collection[UUID], chosen: Collection[UUID]) -> Sequence[Person]:
    """Return the people offered for each organisation: those chosen, then those with an account, by name."""
    ranked = select(
        Person.id,
        func.row_number()
        .over(
            partition_by=Person.organisation_id,
            order_by=(case((Person.joined_at.is_not(None), 0), else_=1), Person.name, Person.id),
        )
        .label("rank"),
    ).where(Person.organisation_id.in_(organisation_ids), Person.suspended_at.is_(None))
    offered = ranked.subquery()
    first = select(offered.c.id).where(offered.c.rank <= PEOPLE)
    wanted = union(first, select(Person.id).where(Person.id.in_(chosen)))  # "or" would read everybody
    query = select(Person).where(Person.id.in_(wanted))
    return db.session.scalars(query.order_by(Person.name, Person.id)).all() if organisation_ids or chosen else []


def spokesperson(organisation_id: UUID, taken: Collection[UUID]) -> UUID | None:
    """Return who comes along with an organisation: its focal point, else its alternate, else anyone not taken yet."""
    order = case(
        (Contact.role == ContactRole.FOCAL_POINT, 0),
        (Contact.role == ContactRole.ALTERNATE, 1),
        (Contact.role == ContactRole.HEAD, 2),
        else_=3,
    )
    query = select(Person.id).outerjoin(Contact, Contact.person_id == Person.id)
    query = query.where(Person.organisation_id == organisation_id, Person.id.not_in(taken))
    query = query.where(Person.suspended_at.is_(None))
    return db.session.scalar(query.order_by(order, Person.joined_at.is_(None), Person.name).limit(1))
