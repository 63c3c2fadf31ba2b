"""People for forms: ordered, and no more of them than a select can hold."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, select

from app.accounts.models import Person
from app.database import alphabetical, db
from app.organisations.models import Organisation

MOST = 500
"""Most options of one select; in a larger city the field takes any id, and the page searches by name."""


def person_choices(organisation_id: UUID | None = None) -> list[tuple[str, str]]:
    """Return (id, "Name, position · Organisation") of people who may be chosen, by name; at most `MOST`."""
    return [
        (str(person.id), named(person, within=organisation_id))
        for person in db.session.scalars(_chosen(organisation_id))
    ]


def named(person: Person, *, within: UUID | None = None) -> str:
    """Return how a person is told from others: with position, and organisation unless everyone is of `within`."""
    name = f"{person.name}, {person.position}" if person.position else person.name
    return name if within else f"{name} · {person.organisation.label}"


def _chosen(organisation_id: UUID | None) -> Select[Person]:
    query = select(Person).join(Person.organisation).where(Person.suspended_at.is_(None))
    if organisation_id:
        query = query.where(Person.organisation_id == organisation_id)
    else:
        query = query.where(Organisation.archived_at.is_(None))
    return query.order_by(alphabetical(Person.name), Person.id).limit(MOST)
