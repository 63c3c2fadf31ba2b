"""Sends the test mail, and records that it arrived."""

from __future__ import annotations

from datetime import datetime, timedelta

from app import audit
from app.accounts import tokens
from app.accounts.models import Person, Token, TokenPurpose
from app.errors import NotNow
from app.mail import outbox
from app.settings.first_steps.queries import token_name
from app.web.external_urls import external

LIFETIME = timedelta(days=7)


def send_test_mail(person: Person, *, at: datetime) -> None:
    """Mail a person a link that shows that mail arrives. Raises NotNow if mail waits for a mail server."""
    if outbox.mail_way() is outbox.Way.OUTBOX:
        raise NotNow(outbox.mail_stays())
    tokens.revoke(person, TokenPurpose.TEST_MAIL, at=at)
    secret = tokens.issue(person, TokenPurpose.TEST_MAIL, at=at, lifetime=LIFETIME, name=token_name())
    audit.record("mail.test_sent", person, by=person, at=at)
    address = external("first_steps.receive", token=secret)
    outbox.enqueue("settings/test-mail", person, urgent=True, address=address, addressee=person.name)


def receive(token: Token, *, at: datetime) -> bool:
    """Record that the test mail arrived, and return True; False if it has expired or a newer one was sent."""
    if token.used_at:
        return True
    if not tokens.is_open(token, at) or not tokens.spend(token, at=at):
        return False
    audit.record("mail.test_received", token.person, by=token.person, at=at)
    return True
