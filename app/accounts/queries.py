"""Options of selects of people."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, select

from app.accounts.models import Person
from app.database import alphabetical, db
from app.organisations.models import Organisation

MOST = 500
"""Maximum number of options of a select. In a larger city the field accepts any id, and the page searches by name."""


def person_choices(organisation_id: UUID | None = None) -> list[tuple[str, str]]:
    """Return (id, "Name, position · Organisation") of selectable people, by name; at most `MOST`."""
    return [
        (str(person.id), named(person, within=organisation_id))
        for person in db.session.scalars(_chosen(organisation_id))
    ]


def named(person: Person, *, within: UUID | None = None) -> str:
    """Return a person's name with position, and with the organisation unless all belong to `within`."""
    name = f"{person.name}, {person.position}" if person.position else person.name
    return name if within else f"{name} · {person.organisation.label}"


def _chosen(organisation_id: UUID | None) -> Select[Person]:
    query = select(Person).join(Person.organisation).where(Person.suspended_at.is_(None))
    if organisation_id:
        query = query.where(Person.organisation_id == organisation_id)
    else:
        query = query.where(Organisation.archived_at.is_(None))
    return query.order_by(alphabetical(Person.name), Person.id).limit(MOST)
