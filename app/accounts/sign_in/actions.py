"""Actions of sign-in, and of setting and changing passwords."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext as _

from app import audit
from app.accounts import passwords, tokens
from app.accounts.access import end_access
from app.accounts.models import Person, Token, TokenPurpose
from app.accounts.people.queries import account_of
from app.accounts.sign_in import notices, throttle
from app.errors import RuleViolation

LINK_LIFETIME = timedelta(minutes=30)
"""How long a mailed link is valid."""


def by_password(email: str, password: str, *, at: datetime) -> Person | None:
    """Return the person with this active account and password, or None, in the same time; failures are counted.

    Raises TooManyRequests after too many failures.
    """
    account = email.lower()
    throttle.refuse_haste(account, at=at)
    person = _by_email(account)
    stored = person.password_hash if person and person.is_active else None
    if not passwords.matches(password, stored) or person is None or stored is None:
        throttle.count_failure(account, at=at)
        return None
    throttle.forgive(account)
    if passwords.is_outdated(stored):
        person.password_hash = passwords.hashed(password)
    audit.record("person.signed_in", person, by=person, at=at, way="password")
    return person


def mail_link(email: str, purpose: TokenPurpose, *, path: str, at: datetime) -> None:
    """Mail a link to the account of `email`; for an unknown address do equal work and send nothing.

    `path` is where the person is redirected afterwards. The response does not reveal whether the address is known.
    """
    account = email.lower()
    throttle.refuse_haste(account, at=at)
    allowed = throttle.may_mail_link(account, at=at)
    person = _by_email(account)
    if person and person.is_active and allowed:
        secret = tokens.issue(person, purpose, at=at, lifetime=LINK_LIFETIME)
        notices.link(person, purpose, secret, path=path)
    else:
        notices.nothing(account, purpose, path=path)


def by_link(token: Token, *, at: datetime) -> Person:
    """Return the person of the link and mark it as used.

    Raises RuleViolation if it was already used or the account is not active.
    """
    if not token.person.is_active or not tokens.spend(token, at=at):
        raise RuleViolation(notices.used_up())
    audit.record("person.signed_in", token.person, by=token.person, at=at, way="link")
    return token.person


def join(token: Token, *, password: str, language: str, at: datetime) -> Person:
    """Create the account of an invited person.

    Raises RuleViolation if the invitation has just been used, or the address has an account in the meantime.
    """
    person = token.person
    if account_of(person.email or ""):
        raise RuleViolation(_("This address already has an account. Sign in with it."))
    if not tokens.spend(token, at=at):
        raise RuleViolation(notices.used_up())
    person.language = language
    person.joined_at = at
    person.password_hash = passwords.hashed(password)
    audit.record("person.joined", person, by=person, at=at)
    return person


def reset_password(token: Token, *, password: str, at: datetime) -> Person:
    """Set a new password by mailed link; ends all sessions, tokens and links.

    Raises RuleViolation if the link was already used.
    """
    if not token.person.is_active or not tokens.spend(token, at=at):
        raise RuleViolation(notices.used_up())
    _set_password(token.person, password, at=at)
    audit.record("person.password_reset", token.person, by=token.person, at=at)
    notices.password_changed(token.person)
    return token.person


def change_password(person: Person, *, current: str, new: str, at: datetime) -> None:
    """Change a password; ends all sessions, tokens and links. Raises RuleViolation if `current` is wrong."""
    assert person.email
    throttle.refuse_haste(person.email, at=at)
    if not passwords.matches(current, person.password_hash):
        throttle.count_failure(person.email, at=at)
        raise RuleViolation(notices.wrong_password(), field="current")
    _set_password(person, new, at=at)
    audit.record("person.password_changed", person, by=person, at=at)
    notices.password_changed(person)


def _set_password(person: Person, password: str, *, at: datetime) -> None:
    person.password_hash = passwords.hashed(password)
    end_access(person, at=at)


def _by_email(account: str) -> Person | None:
    return account_of(account) if len(account) <= 254 else None
