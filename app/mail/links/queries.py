"""Queries of links."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select

from app.accounts.models import Person
from app.accounts.tokens import digest
from app.database import db
from app.mail.links.models import MailLink
from app.organisations.models import Organisation


class OpenLink(NamedTuple):
    """A usable link in the administrator's list, without the object that it is about."""

    id: UUID
    person_id: UUID
    name: str
    organisation: str
    subject_type: str
    created_at: datetime
    opened_at: datetime | None
    expires_at: datetime


def by_secret(secret: str) -> MailLink | None:
    """Return the link with this secret, usable or not."""
    return db.session.scalar(select(MailLink).where(MailLink.digest == digest(secret)))


def open_links(at: datetime, *, person_id: UUID | None = None) -> Select[*tuple[Any, ...]]:
    """Select the links that work at `at`, newest first; only those of a person, if given."""
    wanted: Select[*tuple[Any, ...]] = (
        select(
            MailLink.id,
            MailLink.person_id,
            Person.name,
            Organisation.name.label("organisation"),
            MailLink.subject_type,
            MailLink.created_at,
            MailLink.opened_at,
            MailLink.expires_at,
        )
        .join(Person, Person.id == MailLink.person_id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(MailLink.revoked_at.is_(None), MailLink.expires_at > at)
        .order_by(MailLink.created_at.desc(), MailLink.id)
    )
    if person_id:
        wanted = wanted.where(MailLink.person_id == person_id)
    return wanted


def colleagues(person: Person) -> list[Person]:
    """Return the other people of a person's organisation who can receive mail, by name."""
    wanted = select(Person).where(
        Person.organisation_id == person.organisation_id,
        Person.id != person.id,
        Person.email.is_not(None),
        Person.suspended_at.is_(None),
    )
    return list(db.session.scalars(wanted.order_by(Person.name).limit(200)))
