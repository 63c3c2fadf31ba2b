"""Queries for API tokens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.accounts.models import Person, Token, TokenPurpose
from app.database import db

MOST = 50
"""Maximum number of valid tokens of a person."""


def open_tokens(person: Person, now: datetime) -> Sequence[Token]:
    """Return the API tokens of `person` that are valid at `now`, newest first."""
    query = select(Token).where(
        Token.person_id == person.id,
        Token.purpose == TokenPurpose.API,
        Token.revoked_at.is_(None),
        Token.expires_at > now,
    )
    return db.session.scalars(query.order_by(Token.created_at.desc(), Token.id).limit(MOST + 1)).all()


def api_token(token_id: UUID) -> Token | None:
    """Return an API token by its id, also if it was revoked or has expired, or None."""
    token = db.session.get(Token, token_id)
    return token if token and token.purpose is TokenPurpose.API else None
