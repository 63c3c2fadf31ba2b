"""Actions on people: add, change, invite, suspend and restore them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app import audit
from app.accounts import tokens
from app.accounts.access import end_access
from app.accounts.models import Person, TokenPurpose
from app.accounts.people import queries
from app.accounts.sign_in import notices as sign_in_notices
from app.database import db
from app.errors import RuleViolation, require_version
from app.organisations.models import Contact, Organisation

INVITATION_LIFETIME = timedelta(days=7)

PERSONAL = ("name", "position", "email", "phone")
"""Fields that are recorded only in the erasable part of the audit trail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDetails:
    """The editable fields of a person; `email` in lower case."""

    name: str
    organisation_id: UUID
    position: str = ""
    email: str | None = None
    phone: str | None = None
    language: str = "id"


def add(details: PersonDetails, *, by: Person | None, at: datetime, among_own: bool = False) -> Person:
    """Add a person without an account. Raises RuleViolation if the address belongs to someone.

    With `among_own` only addresses within the organisation are checked: `by` must not learn of those in others.
    """
    person = Person(**asdict(details))
    _refuse_known(person, details, among_own=among_own)
    db.session.add(person)
    audit.record(
        "person.added",
        person,
        by=by,
        at=at,
        organisation=details.organisation_id,
        personal={name: getattr(details, name) for name in PERSONAL},
    )
    return person


def update(
    person: Person,
    details: PersonDetails,
    *,
    version: str | None,
    texts: dict[str, str],
    by: Person,
    at: datetime,
    among_own: bool = False,
) -> None:
    """Change the fields of a person.

    Raises Conflict on a stale version, RuleViolation if the address belongs to someone else. With `among_own` only
    addresses within the organisation are checked, as in `add`. The address of an account is not changed here, whatever
    the details contain (see app/accounts/addresses). Changing that of a contact without an account ends every link
    mailed to the previous one. A person who moves is no longer a contact of the previous organisation.
    """
    require_version(person, version, **texts)
    earlier, left = person.email, person.organisation_id
    if person.joined_at:
        details = replace(details, email=earlier)
    if details.email != earlier:
        _refuse_known(person, details, among_own=among_own)
    _change(person, asdict(details), by=by, at=at)
    if details.organisation_id != left:
        db.session.execute(delete(Contact).where(Contact.person_id == person.id, Contact.organisation_id == left))
    if details.email != earlier:
        end_access(person, at=at)


def update_profile(person: Person, details: Any, *, version: str | None, texts: dict[str, str], at: datetime) -> None:
    """Change one's own fields. Raises Conflict on a stale version."""
    require_version(person, version, **texts)
    _change(person, asdict(details), by=person, at=at)


def choose_language(person: Person, language: str, *, at: datetime) -> None:
    """Change the language of one's own pages and mails."""
    _change(person, {"language": language}, by=person, at=at)


def invite(person: Person, *, by: Person, at: datetime) -> None:
    """Mail an invitation that replaces any earlier one. Raises RuleViolation if there is an account or no address."""
    if person.joined_at:
        raise RuleViolation(_("%(name)s already has an account.", name=person.name))
    if not person.email:
        raise RuleViolation(_("Fill in an e-mail address first; the invitation goes there."), field="email")
    if queries.account_of(person.email):
        raise RuleViolation(_("This address already has an account."))
    if person.organisation.archived_at:
        raise RuleViolation(_("The organisation is archived; restore it first."))
    tokens.revoke(person, TokenPurpose.INVITATION, at=at)
    secret = tokens.issue(person, TokenPurpose.INVITATION, at=at, lifetime=INVITATION_LIFETIME)
    audit.record("person.invited", person, by=by, at=at)
    sign_in_notices.link(person, TokenPurpose.INVITATION, secret, inviter=by)


def revoke_invitation(person: Person, *, by: Person, at: datetime) -> None:
    """Revoke an unused invitation. Raises RuleViolation if there is none."""
    if queries.invitation_of(person) is None:
        raise RuleViolation(_("There is no open invitation."))
    tokens.revoke(person, TokenPurpose.INVITATION, at=at)
    audit.record("person.invitation_revoked", person, by=by, at=at)


def suspend(person: Person, *, by: Person, at: datetime) -> None:
    """End a person's sessions, links and tokens until restored. Raises RuleViolation for the last administrator."""
    if not person.is_active:
        raise RuleViolation(_("This account is not active."))
    refuse_last_administrator(person)
    person.suspended_at = at
    end_access(person, at=at)
    audit.record("person.suspended", person, by=by, at=at)


def restore(person: Person, *, by: Person, at: datetime) -> None:
    """Allow a suspended person to sign in again, with the same password. Raises RuleViolation if not suspended."""
    if not person.suspended_at:
        raise RuleViolation(_("This account is not suspended."))
    person.suspended_at = None
    audit.record("person.restored", person, by=by, at=at)


def refuse_last_administrator(person: Person, *, field: str | None = None) -> None:
    """Raise RuleViolation if a person is the only active administrator."""
    if person.is_administrator and not queries.has_other_administrator(person):
        raise RuleViolation(_("This is the last administrator: give someone else the role first"), field=field)


def _change(person: Person, values: dict[str, Any], *, by: Person, at: datetime) -> None:
    before = {name: getattr(person, name) for name, value in values.items() if getattr(person, name) != value}
    if not before:
        return
    with claiming_address():
        for name in before:
            setattr(person, name, values[name])
    after = {name: values[name] for name in before}
    personal = {"before": _only(before, PERSONAL), "after": _only(after, PERSONAL)}
    plain = {name: after[name] for name in after if name not in PERSONAL}
    audit.record("person.changed", person, by=by, at=at, fields=sorted(after), **plain, personal=personal)


def _only(values: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in names}


def _refuse_known(person: Person, details: PersonDetails, *, among_own: bool) -> None:
    if not details.email:
        return
    # the lock makes a concurrent request with the same address in the same organisation wait and then find it
    db.session.execute(select(Organisation.id).where(Organisation.id == details.organisation_id).with_for_update())
    if among_own:
        other = queries.member_with(details.email, details.organisation_id)
    else:
        other = queries.by_email(details.email)
    if other not in (None, person):
        raise RuleViolation(_taken(), field="email")


def refuse_taken(person: Person, email: str | None) -> None:
    """Raise RuleViolation if the address belongs to an account other than that of `person`."""
    if email and (other := queries.account_of(email)) and other is not person:
        raise RuleViolation(_taken(), field="email")


@contextmanager
def claiming_address() -> Iterator[None]:
    """Flush in a savepoint, and raise RuleViolation if another transaction has just taken the address."""
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError as error:
        raise RuleViolation(_taken(), field="email") from error


def _taken() -> str:
    return _("Someone with this address is already on record")
