"""The search for people, for those who manage accounts."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from app.accounts.models import Person
from app.accounts.people.policies import list_people
from app.organisations.models import Organisation
from app.search.sources import Kind, Source, everyone


def rows() -> Select[Any]:
    """Select people with position and organisation."""
    columns: tuple[Any, ...] = (Person.id, Person.name.label("title"), Person.email.label("names"))
    columns += (Person.position.label("text"),)
    return select(*columns, Organisation.name.label("about")).join(Person.organisation)


KIND = Kind(
    name="people",
    label=_l("People"),
    word=_l("Person"),
    icon="person",
    href=lambda entry: url_for("people.show", person_id=entry.object_id),
)
PEOPLE = Source(
    name="people",
    kind=KIND,
    model=Person,
    rows=rows,
    readable=everyone,
    follows={Organisation: lambda ids: select(Person.id).where(Person.organisation_id.in_(ids))},
    may=list_people,
)
