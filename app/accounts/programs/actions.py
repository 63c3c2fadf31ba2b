"""Actions on API tokens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts import tokens
from app.accounts.models import Person, Token, TokenPurpose
from app.accounts.programs.queries import MOST, open_tokens
from app.errors import RuleViolation


def issue(person: Person, *, name: str, scopes: Sequence[str], lifetime: timedelta, at: datetime) -> str:
    """Return a new API token that acts as `person`; without scopes it may do all that the person may.

    Raises RuleViolation if the person has too many tokens.
    """
    if len(open_tokens(person, at)) >= MOST:
        raise RuleViolation(_l("You already have many tokens. Revoke those that nobody uses."))
    secret = tokens.issue(person, TokenPurpose.API, at=at, lifetime=lifetime, name=name, scopes=scopes)
    audit.record("token.issued", person, by=person, at=at, days=lifetime.days)
    return secret


def revoke(token: Token, *, by: Person, at: datetime) -> None:
    """Revoke a token, so that requests with it are refused; do nothing if it is already revoked."""
    if token.revoked_at is None:
        token.revoked_at = at
        audit.record("token.revoked", token.person, by=by, at=at)
