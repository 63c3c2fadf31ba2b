"""Queries about the first administrator."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select

from app.accounts.first_run.models import SetupLink
from app.accounts.models import HAS_JOINED, Person
from app.accounts.tokens import digest
from app.database import db


def has_accounts() -> bool:
    """Whether anybody has an account, suspended or not."""
    return bool(db.session.scalar(select(exists(select(Person.id).where(HAS_JOINED)))))


def valid_link(secret: str, *, at: datetime) -> SetupLink | None:
    """Return the link with this secret, or None if it has expired or an account exists."""
    wanted = select(SetupLink).where(SetupLink.digest == digest(secret), SetupLink.expires_at > at)
    return None if has_accounts() else db.session.scalar(wanted)
