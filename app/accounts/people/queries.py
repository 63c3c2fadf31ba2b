"""Finding people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, exists, func, select, union

from app.accounts.models import HOLDS_A_ROLE, Person, Token, TokenPurpose
from app.accounts.people.rows import LINE, Invited, PersonRow
from app.database import alphabetical, db
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
"""An invitation that was neither used nor revoked; it may have expired."""

INVITED = exists().where(Token.person_id == Person.id, *PENDING)

ACCOUNTS: dict[str, ColumnElement[bool]] = {
    "active": Person.joined_at.is_not(None) & Person.suspended_at.is_(None),
    "invited": Person.joined_at.is_(None) & INVITED,
    "suspended": Person.suspended_at.is_not(None),
    "none": Person.joined_at.is_(None) & ~INVITED,
}
"""The states of an account."""

ACCOUNT = case(
    (Person.suspended_at.is_not(None), "suspended"),
    (Person.joined_at.is_not(None), "active"),
    (INVITED, "invited"),
    else_="none",
)
"""The state of an account as `account_state` tells it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list of people is narrowed to; None and "" narrow nothing."""

    text: str = ""
    organisation_id: UUID | None = None
    role: str | None = None
    account: str | None = None


def people(wanted: Wanted) -> Select[Person]:
    """Return people by name."""
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
    """Return the page of people that the address asks for, in one statement."""
    return paged(PersonRow._make, in_pages(people(wanted), *LINE, ACCOUNT).join(Person.organisation))


def _matches(sought: Sought) -> ColumnElement[bool]:
    """Return the condition that a person's name, address, position or organisation contains what is sought."""
    there = select(Organisation.id).where(within(sought, Organisation.name, Organisation.short_name))
    own = select(Person.id).where(contains(sought, Person.name, Person.email, Person.position))
    members = select(Person.id).where(Person.organisation_id.in_(there))
    return Person.id.in_(union(own, members))  # since "or" would make PostgreSQL read everybody


def account_state(person: Person, invited: bool) -> str:
    """Return "active", "suspended", "invited" or "none"."""
    if person.suspended_at:
        return "suspended"
    if person.joined_at:
        return "active"
    return "invited" if invited else "none"


def invitation_of(person: Person) -> Invited | None:
    """Return the invitation that a person has not used and that was not revoked, expired or not."""
    found = db.session.execute(_invitation_of(person.id)).all()
    return Invited._make(found[0]) if found else None


def _invitation_of(person_id: UUID) -> Select[*tuple[Any, ...]]:
    mine = select(Token.created_at, Token.expires_at).where(Token.person_id == person_id, *PENDING)
    return mine.order_by(Token.created_at.desc()).limit(1)


def invited_among(people: Iterable[Person]) -> frozenset[UUID]:
    """Return the ids of those who have an invitation that was neither used nor revoked."""
    without_account = [person.id for person in people if not person.joined_at]
    if not without_account:
        return frozenset()
    return frozenset(db.session.scalars(select(Token.person_id).where(Token.person_id.in_(without_account), *PENDING)))


def contact_roles_of(person: Person) -> list[ContactRole]:
    """Return the contact roles that a person holds."""
    found = [row[0] for row in db.session.execute(_contact_roles_of(person.id)).all()]
    return sorted(found, key=list(ContactRole).index)


def _contact_roles_of(person_id: UUID) -> Select[ContactRole]:
    return select(Contact.role).where(Contact.person_id == person_id)


def by_email(email: str) -> Person | None:
    """Return the person with this address (in lower case): who has an account, before those who have none."""
    return db.session.scalar(
        select(Person).where(Person.email == email).order_by(Person.joined_at.is_(None), Person.id).limit(1)
    )


def account_of(email: str) -> Person | None:
    """Return the person who has an account with this address (in lower case)."""
    return db.session.scalar(select(Person).where(Person.email == email, Person.joined_at.is_not(None)))


def member_with(email: str, organisation_id: UUID) -> Person | None:
    """Return the person of an organisation with this address (in lower case)."""
    own = select(Person).where(Person.email == email, Person.organisation_id == organisation_id)
    return db.session.scalar(own.order_by(Person.joined_at.is_(None), Person.id).limit(1))


def has_other_administrator(person: Person) -> bool:
    """Whether someone else could manage accounts if `person` no longer did."""
    others = select(Person.id).where(HOLDS_A_ROLE, Person.is_administrator, Person.id != person.id, ACCOUNTS["active"])
    return db.session.scalar(others.limit(1)) is not None


def role_holders() -> list[Person]:
    """Return everyone who holds a platform role, by name."""
    return list(db.session.scalars(select(Person).where(HOLDS_A_ROLE).order_by(alphabetical(Person.name), Person.id)))


def count_accounts(now: datetime) -> dict[str, int]:
    """Return how many accounts are in each state, and how many invitations had expired by `now`, in one statement."""
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
