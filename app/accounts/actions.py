"""Actions of the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _

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
from app.organisations import actions as organisations
from app.organisations.actions import OrganisationDetails
from app.organisations.models import Organisation, OrganisationKind, Sector
from app.organisations.queries import by_name
from app.settings.queries import instance
from app.web.forms import is_email


def create_administrator(
    email: str, *, password: str, at: datetime, name: str | None = None, organisation: str | None = None
) -> Person:
    """Make the person with this address an administrator with this password; create the person if unknown.

    A new person is named after the address and belongs to the unit that runs this instance, unless `name` and
    `organisation` say otherwise. Raises RuleViolation for an invalid address, and for a password that is too short, too
    long or easy to guess.
    """
    if not is_email(email):
        raise RuleViolation(_("“%(written)s” is not an e-mail address.", written=email[:100]))
    if len(password) > LONGEST or weakness(password, email=email, name=name or ""):
        raise RuleViolation(
            _("Use a password of at least %(least)d characters that is not easy to guess.", least=SHORTEST)
        )
    person = administrator(email, name=name, organisation=organisation, at=at)
    person.password_hash = passwords.hashed(password)
    end_access(person, at=at)
    audit.record("person.made_administrator", person, by=None, at=at)
    return person


def administrator(email: str, *, name: str | None, organisation: str | None, at: datetime) -> Person:
    """Return the person with this address as an administrator with an active account; create the person if unknown.

    `organisation` is a name, by default that of the unit that runs this instance; an unknown one is created. Somebody
    who is known keeps their name and organisation, unless these are given. The caller sets the password.
    """
    person = by_email(email)
    if person is None:
        person = Person(
            name=name or email.partition("@")[0], email=email, organisation=_organisation(organisation, at=at)
        )
        db.session.add(person)
    elif organisation:
        person.organisation = _organisation(organisation, at=at)
    person.name = name or person.name
    person.is_administrator = True
    person.joined_at = person.joined_at or at
    person.suspended_at = None
    db.session.flush()
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


def _organisation(name: str | None, *, at: datetime) -> Organisation:
    """Return the organisation with this name, by default the unit that runs this instance; create it if unknown."""
    wanted = name or instance().unit
    details = OrganisationDetails(name=wanted, kind=OrganisationKind.UNIT)
    return by_name(wanted) or organisations.add(details, sector=Sector.GOVERNMENT, by=None, at=at)
