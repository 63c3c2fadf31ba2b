"""Actions of the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from app import audit
from app.accounts import passwords
from app.accounts.access import end_access
from app.accounts.models import Person
from app.accounts.passwords import LONGEST
from app.accounts.people.queries import by_email
from app.accounts.programs import actions as programs
from app.accounts.rules import SHORTEST, weakness
from app.database import db
from app.errors import RuleViolation
from app.organisations.models import Organisation, OrganisationKind, Sector
from app.settings.queries import instance
from app.web.forms import is_email


def create_administrator(email: str, *, password: str, at: datetime) -> Person:
    """Make the person with this address an administrator with this password; create the person if unknown.

    Raises RuleViolation for an invalid address, and for a password that is too short, too long or easy to guess.
    """
    if not is_email(email):
        raise RuleViolation(_("“%(written)s” is not an e-mail address.", written=email[:100]))
    if len(password) > LONGEST or weakness(password, email=email):
        raise RuleViolation(
            _("Use a password of at least %(least)d characters that is not easy to guess.", least=SHORTEST)
        )
    person = by_email(email)
    if person is None:
        person = Person(name=email.partition("@")[0], email=email, organisation=_own_unit())
        db.session.add(person)
    person.is_administrator = True
    person.joined_at = person.joined_at or at
    person.suspended_at = None
    person.password_hash = passwords.hashed(password)
    db.session.flush()
    end_access(person, at=at)
    audit.record("person.made_administrator", person, by=None, at=at)
    return person


def issue_api_token(email: str, *, name: str, lifetime: timedelta, at: datetime, scopes: Sequence[str] = ()) -> str:
    """Return a new API token that acts as this person; without scopes it may do all that the person may.

    Raises RuleViolation if no active account has the address.
    """
    person = by_email(email)
    if person is None or not person.is_active:
        raise RuleViolation(_("Nobody with the address “%(written)s” has an active account.", written=email[:100]))
    if not name.strip() or len(name) > 100:
        raise RuleViolation(_("Name the token in at most 100 characters."))
    return programs.issue(person, name=name.strip(), scopes=scopes, lifetime=lifetime, at=at)


def _own_unit() -> Organisation:
    """Return the organisation that runs this instance; create it if unknown."""
    name = instance().unit
    unit = db.session.scalar(select(Organisation).where(Organisation.name == name))
    return unit or Organisation(name=name, sector=Sector.GOVERNMENT, kind=OrganisationKind.UNIT)
