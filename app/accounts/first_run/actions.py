"""Creates the one-time address, and with it the first administrator."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete

from app import audit
from app.accounts import passwords
from app.accounts.actions import administrator
from app.accounts.first_run.models import ONLY_ID, SetupLink
from app.accounts.first_run.queries import has_accounts
from app.accounts.models import Person
from app.accounts.tokens import digest
from app.database import db
from app.errors import RuleViolation
from app.settings.actions import InstanceDetails, change_instance
from app.settings.queries import instance_row

LIFETIME = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAdministrator:
    """The first administrator and the organisation that runs the instance.

    `email` is in lower case, `timezone` an IANA name.
    """

    organisation: str
    timezone: str
    name: str
    position: str
    email: str
    password: str


def issue_link(*, at: datetime) -> str:
    """Return the secret of a new address, which replaces any earlier one.

    Raises RuleViolation if anybody has an account.
    """
    if has_accounts():
        raise RuleViolation(_("Accounts already exist: an administrator can give others the role."))
    secret = secrets.token_urlsafe(32)
    db.session.execute(delete(SetupLink))
    db.session.add(SetupLink(id=ONLY_ID, digest=digest(secret), expires_at=at + LIFETIME))
    return secret


def create(link: SetupLink, details: FirstAdministrator, *, language: str, at: datetime) -> Person:
    """Use up the address and create the administrator. Raises RuleViolation if it has just been used."""
    spent = db.session.execute(delete(SetupLink).where(SetupLink.id == link.id))
    if spent.rowcount != 1 or has_accounts():  # type: ignore[attr-defined]
        raise RuleViolation(_("This address has already been used. Sign in."))
    person = administrator(details.email, name=details.name, organisation=details.organisation, at=at)
    person.position, person.language = details.position, language
    person.password_hash = passwords.hashed(details.password)
    audit.record("person.first_administrator", person, by=person, at=at)
    _set_up_instance(details, by=person, at=at)
    return person


def _set_up_instance(details: FirstAdministrator, *, by: Person, at: datetime) -> None:
    """Name the unit that runs this instance and its time zone; the rest of the letterhead stays as it is."""
    row = instance_row()
    changed = InstanceDetails(
        unit=details.organisation, above=row.above, address=row.address, city=row.city, timezone=details.timezone
    )
    change_instance(changed, version=row.version, confirmed_zone=True, by=by, at=at)
