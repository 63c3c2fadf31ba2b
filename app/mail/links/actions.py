"""Actions on links: issue, open, revoke, disown."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import update

from app import audit
from app.accounts.models import Person
from app.accounts.tokens import digest
from app.database import Model, db
from app.mail.links.models import MailLink
from app.mail.links.rules import LIFETIME


def issue(person: Person, subject: Model, *, sender: Person | None, at: datetime) -> tuple[MailLink, str]:
    """Return a new link of `person` to `subject`, and its secret, which is not stored."""
    secret = secrets.token_urlsafe(24)
    link = MailLink(
        digest=digest(secret),
        person=person,
        subject_type=type(subject).__name__,
        subject_id=subject.id,
        sender_id=sender.id if sender else None,
        created_at=at,
        expires_at=at + LIFETIME,
        code_failures=0,
    )
    db.session.add(link)
    return link, secret


def revoke(link: MailLink, *, by: Any, at: datetime) -> None:
    """End a link before its time."""
    link.revoked_at = link.revoked_at or at
    audit.record("mail_link.revoked", link, by=by, at=at, personal={"person": str(link.person_id)})


def disown(link: MailLink, *, at: datetime) -> None:
    """End a link whose reader states that it was meant for another person."""
    link.revoked_at = link.disowned_at = at
    audit.record("mail_link.disowned", link, by=None, at=at, personal={"person": str(link.person_id)})


def end_links(person: Person, *, at: datetime) -> None:
    """End every link of a person."""
    usable = update(MailLink).where(MailLink.person_id == person.id, MailLink.revoked_at.is_(None))
    db.session.execute(usable.values(revoked_at=at))
