"""Tokens for programs begin and end."""

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
    """Return a new secret with which a program acts as `person`; without scopes it may do all that the person may.

    Raises RuleViolation when the person holds too many tokens.
    """
    if len(open_tokens(person, at)) >= MOST:
        raise RuleViolation(_l("You hold many tokens already. Revoke those that nobody uses."))
    secret = tokens.issue(person, TokenPurpose.API, at=at, lifetime=lifetime, name=name, scopes=scopes)
    audit.record("token.issued", person, by=person, at=at, days=lifetime.days)
    return secret


def revoke(token: Token, *, by: Person, at: datetime) -> None:
    """End a token: programs that hold it are refused from now on. Revoking it again changes nothing."""
    if token.revoked_at is None:
        token.revoked_at = at
        audit.record("token.revoked", token.person, by=by, at=at)
