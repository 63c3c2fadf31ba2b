"""Queries of acts on several commitments; each takes one statement for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Person
from app.audit.models import AuditRow
from app.circles.models import NamedPerson
from app.circles.queries import circles_naming
from app.database import alphabetical, db
from app.organisations.models import Contact, ContactRole
from commitments.bulk.rules import MOST
from commitments.registry.models import Commitment
from commitments.registry.queries import Filters, found
from commitments.reminders.queries import REMINDED

PEOPLE = 500
"""How many people are offered as a contact."""
DAILY = (ContactRole.FOCAL_POINT, ContactRole.ALTERNATE)


def chosen(person: Person, filters: Filters, today: date) -> tuple[Sequence[Commitment], bool]:
    """Return the commitments that match, at most `MOST`, and whether there are more."""
    query = found(person, filters, today).limit(MOST + 1)
    query = query.options(joinedload(Commitment.responsible_person), selectinload(Commitment.contributors))
    some = db.session.scalars(query).unique().all()
    return some[:MOST], len(some) > MOST


def reminded_since(ids: Collection[UUID], since: datetime) -> set[UUID]:
    """Return which commitments people sent reminders about since an instant."""
    about = (AuditRow.subject_type == Commitment.__name__, AuditRow.subject_id.in_(ids))
    query = select(AuditRow.subject_id).where(*about, AuditRow.action == REMINDED, AuditRow.at >= since)
    return set(db.session.scalars(query))


def reachable_in(organisation_ids: Collection[UUID]) -> dict[UUID, list[Person]]:
    """Return the focal points and alternates of organisations, or the heads of those that have neither."""
    query = select(Contact).where(Contact.organisation_id.in_(organisation_ids)).options(joinedload(Contact.person))
    order = list(ContactRole)
    held: dict[UUID, list[Contact]] = defaultdict(list)
    for contact in sorted(db.session.scalars(query).unique(), key=lambda one: order.index(one.role)):
        held[contact.organisation_id].append(contact)
    return {key: _daily(some) for key, some in held.items()}


def _daily(contacts: Sequence[Contact]) -> list[Person]:
    chosen = [one for one in contacts if one.role in DAILY] or contacts
    return list(dict.fromkeys(one.person for one in chosen))


def contacts_to_choose(person: Person, organisation_ids: Collection[UUID]) -> Sequence[Person]:
    """Return the people of responsible organisations, by name; of one's own organisation only, unless coordinator."""
    allowed = organisation_ids if person.is_coordinator else {person.organisation_id} & set(organisation_ids)
    query = select(Person).where(Person.organisation_id.in_(allowed), Person.suspended_at.is_(None))
    return db.session.scalars(query.order_by(alphabetical(Person.name), Person.id).limit(PEOPLE)).all()


def circles_with(person: Person, circle_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the circles in which a person is named."""
    return set(db.session.scalars(circles_naming(person.id).where(NamedPerson.circle_id.in_(circle_ids))))
