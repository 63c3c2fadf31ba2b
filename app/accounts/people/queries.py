"""Queries for people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, exists, func, select, union

from app.accounts.models import HOLDS_A_ROLE, Person, Token, TokenPurpose
from app.accounts.people.rows import COLUMNS, Invited, PersonRow
from app.database import alphabetical, db
from app.files.tables import MOST
from app.organisations.models import Contact, ContactRole, Organisation
from app.search.trigrams import Sought, contains, within
from app.web.pagination import Paged, in_pages, paged

ROLES: dict[str, Any] = {
    "administrator": Person.is_administrator,
    "coordinator": Person.is_coordinator,
    "leadership": Person.is_leadership,
}

PENDING = (
    Token.purpose == TokenPurpose.INVITATION,
    Token.used_at.is_(None),
    Token.revoked_at.is_(None),
)
"""Conditions of an invitation that was neither used nor revoked; it may have expired."""

INVITED = exists().where(Token.person_id == Person.id, *PENDING)

ACCOUNTS: dict[str, ColumnElement[bool]] = {
    "active": Person.joined_at.is_not(None) & Person.suspended_at.is_(None),
    "invited": Person.joined_at.is_(None) & INVITED,
    "suspended": Person.suspended_at.is_not(None),
    "none": Person.joined_at.is_(None) & ~INVITED,
}
"""Conditions of the states of an account."""

ACCOUNT = case(
    (Person.suspended_at.is_not(None), "suspended"),
    (Person.joined_at.is_not(None), "active"),
    (INVITED, "invited"),
    else_="none",
)
"""The state of an account, in SQL; `account_state` returns the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Filters of a list of people; None and "" are no filter."""

    text: str = ""
    organisation_id: UUID | None = None
    role: str | None = None
    account: str | None = None


def people(wanted: Wanted) -> Select[Person]:
    """Return the select of people that match the filters, by name."""
    query = select(Person)
    if wanted.text:
        query = query.where(_matches(Sought.of(wanted.text)))
    if wanted.organisation_id:
        query = query.where(Person.organisation_id == wanted.organisation_id)
    if wanted.role in ROLES:
        query = query.where(ROLES[wanted.role])
    if wanted.account in ACCOUNTS:
        query = query.where(ACCOUNTS[wanted.account])
    return query.order_by(alphabetical(Person.name), Person.id)


def listed(wanted: Wanted) -> Paged[PersonRow]:
    """Return the requested page of people, in one statement."""
    return paged(PersonRow._make, in_pages(people(wanted), *COLUMNS, ACCOUNT).join(Person.organisation))


def exported(wanted: Wanted) -> list[PersonRow]:
    """Return the people of all pages of a list, `MOST` at most, in one statement."""
    query = people(wanted).with_only_columns(*COLUMNS, ACCOUNT).join(Person.organisation).limit(MOST)
    return [PersonRow._make(row) for row in db.session.execute(query)]


def _matches(sought: Sought) -> ColumnElement[bool]:
    """Return the condition that a person's name, address, position or organisation contains the text."""
    there = select(Organisation.id).where(within(sought, Organisation.name, Organisation.short_name))
    own = select(Person.id).where(contains(sought, Person.name, Person.email, Person.position))
    members = select(Person.id).where(Person.organisation_id.in_(there))
    return Person.id.in_(union(own, members))  # with "or" PostgreSQL would scan the whole table


def account_state(person: Person, invited: bool) -> str:
    """Return the state of an account: "active", "suspended", "invited" or "none"."""
    if person.suspended_at:
        return "suspended"
    if person.joined_at:
        return "active"
    return "invited" if invited else "none"


def invitation_of(person: Person) -> Invited | None:
    """Return a person's latest invitation that was neither used nor revoked, or None; it may have expired."""
    found = db.session.execute(_invitation_of(person.id)).all()
    return Invited._make(found[0]) if found else None


def _invitation_of(person_id: UUID) -> Select[*tuple[Any, ...]]:
    mine = select(Token.created_at, Token.expires_at).where(Token.person_id == person_id, *PENDING)
    return mine.order_by(Token.created_at.desc()).limit(1)


def invited_among(people: Iterable[Person]) -> frozenset[UUID]:
    """Return the ids of the people with an invitation that was neither used nor revoked."""
    without_account = [person.id for person in people if not person.joined_at]
    if not without_account:
        return frozenset()
    return frozenset(db.session.scalars(select(Token.person_id).where(Token.person_id.in_(without_account), *PENDING)))


def contact_roles_of(person: Person) -> list[ContactRole]:
    """Return the contact roles of a person, in the order of the enumeration."""
    found = [row[0] for row in db.session.execute(_contact_roles_of(person.id)).all()]
    return sorted(found, key=list(ContactRole).index)


def _contact_roles_of(person_id: UUID) -> Select[ContactRole]:
    return select(Contact.role).where(Contact.person_id == person_id)


def by_email(email: str) -> Person | None:
    """Return the person with this address (in lower case), preferably one with an account, or None."""
    return db.session.scalar(
        select(Person).where(Person.email == email).order_by(Person.joined_at.is_(None), Person.id).limit(1)
    )


def account_of(email: str) -> Person | None:
    """Return the person whose account has this address (in lower case), or None."""
    return db.session.scalar(select(Person).where(Person.email == email, Person.joined_at.is_not(None)))


def member_with(email: str, organisation_id: UUID) -> Person | None:
    """Return the person in an organisation with this address (in lower case), or None."""
    own = select(Person).where(Person.email == email, Person.organisation_id == organisation_id)
    return db.session.scalar(own.order_by(Person.joined_at.is_(None), Person.id).limit(1))


def has_other_administrator(person: Person) -> bool:
    """Whether there is another active administrator besides `person`."""
    others = select(Person.id).where(HOLDS_A_ROLE, Person.is_administrator, Person.id != person.id, ACCOUNTS["active"])
    return db.session.scalar(others.limit(1)) is not None


def active_administrators() -> int:
    """Return how many people can administer this instance."""
    active = select(func.count()).select_from(Person).where(HOLDS_A_ROLE, Person.is_administrator, ACCOUNTS["active"])
    return db.session.execute(active).scalar_one()


def role_holders() -> list[Person]:
    """Return all people with a platform role, by name."""
    return list(db.session.scalars(select(Person).where(HOLDS_A_ROLE).order_by(alphabetical(Person.name), Person.id)))


def count_accounts(now: datetime) -> dict[str, int]:
    """Return the number of accounts in each state, and of invitations that expired by `now`, in one statement."""
    outside = exists().where(Person.id == Token.person_id, Person.joined_at.is_(None))
    invited = select(Token.person_id).where(*PENDING, outside)
    expired = invited.where(Token.expires_at < now)
    figures = {
        "active": select(func.count()).select_from(Person).where(ACCOUNTS["active"]),
        "invited": select(func.count()).select_from(invited.distinct().subquery()),
        "suspended": select(func.count()).select_from(Person).where(ACCOUNTS["suspended"]),
        "none": select(func.count()).select_from(Person).where(Person.joined_at.is_(None)),
        "expired": select(func.count()).select_from(expired.distinct().subquery()),
    }
    row = db.session.execute(select(*(figure.scalar_subquery().label(name) for name, figure in figures.items()))).one()
    return {**row._mapping, "none": row.none - row.invited}
