"""Jobs that delete expired records of accounts and complete address changes."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from app.accounts.addresses import actions as addresses
from app.accounts.addresses import queries as address_changes
from app.accounts.models import Token, TokenPurpose
from app.accounts.sessions import actions as sessions
from app.accounts.sessions.rules import LIFETIME, NOTED
from app.accounts.sign_in import throttle
from app.clock import utc_now
from app.database import db
from app.jobs import job

LINKS = (TokenPurpose.SIGN_IN, TokenPurpose.PASSWORD, TokenPurpose.INVITATION)


@job("accounts.tidy", "cron", hour=3, minute=10)
def tidy() -> None:
    """Delete failed sign-ins and expired sessions; delete links and address changes a month after their end."""
    now = utc_now()
    sessions.forget(before=now - LIFETIME - NOTED)
    throttle.forget(before=now - timedelta(days=1))
    addresses.forget(now=now)
    old = Token.purpose.in_(LINKS) & (Token.expires_at < now - timedelta(days=30))
    db.session.execute(delete(Token).where(old))


@job("accounts.addresses", minutes=5)
def settle_addresses() -> None:
    """Complete or expire address changes whose time is over."""
    now = utc_now()
    for change in address_changes.due(now):
        addresses.settle(change, at=now)
