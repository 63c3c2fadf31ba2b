"""Organisations and whom to write to there."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from app.accounts.models import Person
from app.database import db
from app.organisations.models import Contact, ContactRole


def contacts(organisation_id: UUID, roles: Collection[ContactRole] = tuple(ContactRole)) -> list[Person]:
    """Return the people who hold any of `roles` for an organisation, each once, the head first."""
    held = db.session.scalars(
        select(Contact).where(Contact.organisation_id == organisation_id, Contact.role.in_(roles))
    ).all()
    order = list(ContactRole)
    people = [contact.person for contact in sorted(held, key=lambda contact: order.index(contact.role))]
    return list(dict.fromkeys(people))
