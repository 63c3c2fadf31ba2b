"""Queries of links."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.tokens import digest
from app.database import Model, db
from app.mail.links.models import MailLink
from app.organisations.models import Organisation
from app.web.pagination import Paged, in_pages, paged


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


def open_links(at: datetime, *, person_id: UUID | None = None) -> Paged[OpenLink]:
    """Return a page of the links that work at `at`, newest first; only those of a person, if given."""
    usable = select(MailLink).where(MailLink.revoked_at.is_(None), MailLink.expires_at > at)
    if person_id:
        usable = usable.where(MailLink.person_id == person_id)
    page = in_pages(
        usable.order_by(MailLink.created_at.desc(), MailLink.id),
        MailLink.id,
        MailLink.person_id,
        Person.name,
        Organisation.name,
        MailLink.subject_type,
        MailLink.created_at,
        MailLink.opened_at,
        MailLink.expires_at,
    )
    recipients = page.join(Person, Person.id == MailLink.person_id)
    return paged(OpenLink._make, recipients.join(Organisation, Organisation.id == Person.organisation_id))


def people_with_links(subject: Model, at: datetime) -> set[UUID]:
    """Return the ids of the people whose links to an object work at `at`."""
    usable = select(MailLink.person_id).where(
        MailLink.subject_type == type(subject).__name__,
        MailLink.subject_id == subject.id,
        MailLink.revoked_at.is_(None),
        MailLink.expires_at > at,
    )
    return set(db.session.scalars(usable))


def newest_to(subject: Model, at: datetime) -> MailLink | None:
    """Return the newest link to an object that works at `at`."""
    usable = select(MailLink).where(
        MailLink.subject_type == type(subject).__name__,
        MailLink.subject_id == subject.id,
        MailLink.revoked_at.is_(None),
        MailLink.expires_at > at,
    )
    return db.session.scalars(usable.order_by(MailLink.created_at.desc(), MailLink.id).limit(1)).first()


def colleagues(person: Person) -> list[Person]:
    """Return the other people of a person's organisation who can receive mail, by name."""
    wanted = select(Person).where(
        Person.organisation_id == person.organisation_id,
        Person.id != person.id,
        Person.email.is_not(None),
        Person.suspended_at.is_(None),
    )
    return list(db.session.scalars(wanted.order_by(Person.name).limit(200)))
