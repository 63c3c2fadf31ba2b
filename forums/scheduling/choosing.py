"""Queries for the organisations and people that can be added to a forum."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import case, func, select, union

from app.accounts.models import Person
from app.database import alphabetical, db
from app.organisations.models import Contact, ContactRole, Organisation

PEOPLE = 60
"""The most people offered per organisation."""
SHOWN, MOST = 50, 2000
"""The number of organisations in the form's select, and the most offered; the rest is loaded on request."""


def organisations(wanted: Collection[UUID], *, most: int) -> Sequence[Organisation]:
    """Return organisations that can take a seat, by name: the first ones, and those that are `wanted`."""
    in_use = select(Organisation.id).where(Organisation.archived_at.is_(None))
    first = in_use.order_by(alphabetical(Organisation.name)).limit(most).subquery()
    shown = union(select(first.c.id), in_use.where(Organisation.id.in_(wanted)))
    return db.session.scalars(
        select(Organisation).where(Organisation.id.in_(shown)).order_by(alphabetical(Organisation.name))
    ).all()


def organisation_names() -> list[tuple[str, str]]:
    """Return (id, name) of the organisations that can take a seat, by name."""
    query = select(Organisation.id, Organisation.name).where(Organisation.archived_at.is_(None))
    found = db.session.execute(query.order_by(alphabetical(Organisation.name)).limit(MOST))
    return [(str(organisation_id), name) for organisation_id, name in found]


def people_to_seat(organisation_ids: Collection[UUID], chosen: Collection[UUID]) -> Sequence[Person]:
    """Return the people offered, by name: those chosen, and `PEOPLE` per organisation, those with an account first."""
    ranked = select(
        Person.id,
        func.row_number()
        .over(
            partition_by=Person.organisation_id,
            order_by=(case((Person.joined_at.is_not(None), 0), else_=1), alphabetical(Person.name), Person.id),
        )
        .label("rank"),
    ).where(Person.organisation_id.in_(organisation_ids), Person.suspended_at.is_(None))
    offered = ranked.subquery()
    first = select(offered.c.id).where(offered.c.rank <= PEOPLE)
    wanted = union(first, select(Person.id).where(Person.id.in_(chosen)))  # OR would read all people
    query = select(Person).where(Person.id.in_(wanted))
    return (
        db.session.scalars(query.order_by(alphabetical(Person.name), Person.id)).all()
        if organisation_ids or chosen
        else []
    )


def spokesperson(organisation_id: UUID, taken: Collection[UUID]) -> UUID | None:
    """Return the default person of an organisation: its focal point, else its alternate, else another not taken yet."""
    order = case(
        (Contact.role == ContactRole.FOCAL_POINT, 0),
        (Contact.role == ContactRole.ALTERNATE, 1),
        (Contact.role == ContactRole.HEAD, 2),
        else_=3,
    )
    query = select(Person.id).outerjoin(Contact, Contact.person_id == Person.id)
    query = query.where(Person.organisation_id == organisation_id, Person.id.not_in(taken))
    query = query.where(Person.suspended_at.is_(None))
    return db.session.scalar(query.order_by(order, Person.joined_at.is_(None), alphabetical(Person.name)).limit(1))
