"""Queries that recognise the organisations and people of a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from app.accounts.models import Person
from app.database import db
from app.organisations.models import Organisation


def organisations_called(name: str) -> Sequence[Organisation]:
    """Return the organisations with this name, ignoring case; if there is none, those with this short name."""
    wanted = name.lower()
    for column in (Organisation.name, Organisation.short_name):
        query = select(Organisation).where(func.lower(column) == wanted).order_by(Organisation.id).limit(2)
        if found := db.session.scalars(query).all():
            return found
    return ()


def people_called(name: str, organisation: Organisation) -> Sequence[Person]:
    """Return the people of an organisation with this name, ignoring case; at most two."""
    query = select(Person).where(Person.organisation_id == organisation.id, func.lower(Person.name) == name.lower())
    return db.session.scalars(query.order_by(Person.id).limit(2)).all()
