"""Queries for organisations, and options of selects."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, lazyload

from app.accounts.models import Person
from app.audit.queries import done_since
from app.audit.rules import undone
from app.database import alphabetical, db
from app.files.tables import MOST as MOST_EXPORTED
from app.organisations.models import Contact, ContactRole, Organisation, Sector, SectorChange
from app.organisations.rows import COLUMNS, OrganisationRow, SectorChangeRow
from app.organisations.rules import values_before_act
from app.web.pagination import Paged, contains, in_pages, paged

MOST = 500
"""Maximum number of options of a select.

With more organisations the field accepts any id, and the page searches by name.
"""

PEOPLE_SHOWN = 25
"""How many people the page of an organisation lists, its contacts first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Filters of a list of organisations; None and "" are no filter."""

    text: str = ""
    sector: Sector | None = None
    archived: bool = False


def organisations(wanted: Wanted) -> Select[Organisation]:
    """Return the select of organisations that match the filters, by name; either active or archived ones."""
    query = select(Organisation).order_by(alphabetical(Organisation.name))
    archived = Organisation.archived_at
    query = query.where(archived.is_not(None) if wanted.archived else archived.is_(None))
    if wanted.text:
        like = contains(wanted.text)
        columns = (Organisation.name, Organisation.short_name)
        query = query.where(or_(*(func.lower(column).like(like, escape="\\") for column in columns)))
    if wanted.sector:
        query = query.where(Organisation.sector == wanted.sector)
    return query


def listed(wanted: Wanted) -> Paged[OrganisationRow]:
    """Return the requested page of organisations, in one statement."""
    parent = aliased(Organisation)
    page = in_pages(organisations(wanted), *COLUMNS, parent.label).outerjoin(Organisation.parent.of_type(parent))
    return paged(OrganisationRow._make, page)


def exported(wanted: Wanted) -> list[OrganisationRow]:
    """Return the organisations of all pages of a list, `MOST_EXPORTED` at most, in one statement."""
    parent = aliased(Organisation)
    query = organisations(wanted).with_only_columns(*COLUMNS, parent.label)
    query = query.outerjoin(Organisation.parent.of_type(parent)).limit(MOST_EXPORTED)
    return [OrganisationRow._make(row) for row in db.session.execute(query)]


def organisation_choices() -> list[tuple[str, str]]:
    """Return (id, name) of active organisations, by name; at most `MOST`."""
    query = select(Organisation.id, Organisation.name).where(Organisation.archived_at.is_(None))
    found = db.session.execute(query.order_by(alphabetical(Organisation.name)).limit(MOST))
    return [(str(organisation_id), name) for organisation_id, name in found]


def with_family(organisation_id: UUID) -> Organisation | None:
    """Return an organisation with its parent and its active children, in one statement."""
    return db.session.scalars(_with_family(organisation_id)).unique().first()


def _with_family(organisation_id: UUID) -> Select[Organisation]:
    in_use = Organisation.children.and_(Organisation.archived_at.is_(None))
    query = select(Organisation).where(Organisation.id == organisation_id)
    return query.options(joinedload(Organisation.parent), joinedload(in_use))


def people_of(organisation: Organisation) -> list[tuple[Person, ContactRole | None]]:
    """Return an organisation's people with their contact roles, contacts first; at most `PEOPLE_SHOWN` + 1.

    Someone with two roles is listed twice.
    """
    return [(person, role) for person, role in db.session.execute(_people_of(organisation.id))]


def _people_of(organisation_id: UUID) -> Select[Person, ContactRole]:
    return (
        select(Person, Contact.role)
        .outerjoin(Contact, (Contact.person_id == Person.id) & (Contact.organisation_id == organisation_id))
        .where(Person.organisation_id == organisation_id)
        .options(lazyload(Person.organisation))
        .order_by(Contact.role.is_(None), alphabetical(Person.name), Person.id)
        .limit(PEOPLE_SHOWN + 1)
    )


def contacts_of(organisation_id: UUID) -> dict[ContactRole, Contact]:
    """Return the contacts of an organisation by role."""
    found = db.session.scalars(select(Contact).where(Contact.organisation_id == organisation_id))
    return {contact.role: contact for contact in found}


def contacts(organisation_id: UUID, roles: Collection[ContactRole] = tuple(ContactRole)) -> list[Person]:
    """Return the distinct people with any of `roles` in an organisation, the head first."""
    held = db.session.scalars(
        select(Contact).where(Contact.organisation_id == organisation_id, Contact.role.in_(roles))
    ).all()
    order = list(ContactRole)
    people = [contact.person for contact in sorted(held, key=lambda contact: order.index(contact.role))]
    return list(dict.fromkeys(people))


def those_with_accounts(organisation_id: UUID) -> Sequence[Person]:
    """Return people of an organisation who can sign in, its contacts first; at most `PEOPLE_SHOWN`."""
    is_contact = exists().where(Contact.person_id == Person.id, Contact.organisation_id == organisation_id)
    own = Person.organisation_id == organisation_id, Person.joined_at.is_not(None), Person.suspended_at.is_(None)
    order = is_contact.desc(), alphabetical(Person.name), Person.id
    return db.session.scalars(select(Person).where(*own).order_by(*order).limit(PEOPLE_SHOWN)).all()


def sector_changes_of(organisation: Organisation) -> list[SectorChangeRow]:
    """Return the corrections of the sector, newest first."""
    return list(map(SectorChangeRow._make, db.session.execute(_sector_changes_of(organisation.id)).all()))


def _sector_changes_of(organisation_id: UUID) -> Select[*tuple[Any, ...]]:
    shown = (SectorChange.before, SectorChange.after, SectorChange.reason, SectorChange.effective_on)
    query = select(*shown).where(SectorChange.organisation_id == organisation_id)
    return query.order_by(SectorChange.changed_at.desc())


def by_name(name: str) -> Organisation | None:
    """Return the organisation with this name, ignoring case, or None."""
    return db.session.scalar(select(Organisation).where(func.lower(Organisation.name) == name.lower()).limit(1))


def is_above(candidate_id: UUID, organisation: Organisation) -> bool:
    """Whether the candidate is `organisation` or one of its descendants, and so cannot be its parent."""
    current: UUID | None = candidate_id
    seen: set[UUID] = set()
    while current and current not in seen:
        if current == organisation.id:
            return True
        seen.add(current)
        current = db.session.scalar(select(Organisation.parent_id).where(Organisation.id == current))
    return False


def values_before(moment: datetime) -> dict[UUID, dict[str, str]]:
    """Return the names and sectors of organisations at `moment`, for those that were changed since."""
    later = done_since(
        Organisation, moment, actions=["organisation.changed", "organisation.renamed", "organisation.sector_corrected"]
    )
    return {
        organisation_id: undone({}, [values_before_act(act.action, act.details) for act in acts])
        for organisation_id, acts in later.items()
    }
