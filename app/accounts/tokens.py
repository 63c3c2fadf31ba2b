"""Secret links and tokens: shown once, stored as a hash, valid until they expire, are used or are revoked."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select, update

from app.accounts.models import Person, Token, TokenPurpose
from app.database import db


def issue(
    person: Person,
    purpose: TokenPurpose,
    *,
    at: datetime,
    lifetime: timedelta | None,
    name: str = "",
    scopes: Sequence[str] = (),
) -> str:
    """Return a new secret for `person`.

    Without `lifetime` it is valid until revoked, without `scopes` it is not limited.
    """
    secret = secrets.token_urlsafe(32)
    db.session.add(
        Token(
            person=person,
            purpose=purpose,
            name=name,
            digest=digest(secret),
            scopes=list(scopes),
            created_at=at,
            expires_at=at + lifetime if lifetime else None,
        )
    )
    return secret


def find(secret: str, purpose: TokenPurpose, *, at: datetime) -> Token | None:
    """Return the valid token of a secret for this purpose, or None."""
    token = db.session.scalar(_of_digest(digest(secret), purpose=purpose))
    return token if token and is_open(token, at) else None


def _of_digest(stored: str, *, purpose: TokenPurpose) -> Select[Token]:
    return select(Token).where(Token.digest == stored, Token.purpose == purpose)


def spend(token: Token, *, at: datetime) -> bool:
    """Mark a token as used; return False if it was used concurrently."""
    first = update(Token).where(Token.id == token.id, Token.used_at.is_(None), Token.revoked_at.is_(None))
    return db.session.execute(first.values(used_at=at)).rowcount == 1  # type: ignore[attr-defined]


def revoke(person: Person, *purposes: TokenPurpose, at: datetime) -> None:
    """Revoke all valid tokens of a person for these purposes."""
    open_ones = update(Token).where(
        Token.person_id == person.id,
        Token.purpose.in_(purposes),
        Token.used_at.is_(None),
        Token.revoked_at.is_(None),
    )
    db.session.execute(open_ones.values(revoked_at=at))


def is_open(token: Token, at: datetime) -> bool:
    """Whether `token` was neither used nor revoked and has not expired at `at`."""
    return not token.used_at and not token.revoked_at and (token.expires_at is None or at < token.expires_at)


def digest(secret: str) -> str:
    """Return the hash of a secret that is stored: its SHA-256 in hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()
