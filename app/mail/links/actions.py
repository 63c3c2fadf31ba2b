"""Actions on links: issue, open, revoke, disown."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Update, and_, or_, select, update

from app import audit
from app.accounts.models import Person
from app.accounts.tokens import digest
from app.database import Model, db
from app.events import emit
from app.mail.links.events import LinkEnded
from app.mail.links.models import MailLink
from app.mail.links.rules import LIFETIME
from app.mail.outbox.models import Mail


def issue(person: Person, subject: Model, *, sender: Person | None, at: datetime) -> tuple[MailLink, str]:
    """Return a new link of `person` to `subject`, and its secret, which is not stored."""
    secret = secrets.token_urlsafe(24)
    return _new(person, subject, digest(secret), until=at + LIFETIME, sender=sender, at=at), secret


def keep(person: Person, subject: Model, *, until: datetime, sender: Person | None, at: datetime) -> MailLink:
    """Return the row of a link that a feature made itself, so that it is listed, revoked and shown as opened.

    The feature checks the secret, reports openings with `open_links_to`, and ends the link on the event LinkEnded.
    """
    return _new(person, subject, digest(secrets.token_urlsafe(24)), until=until, sender=sender, at=at)


def _new(
    person: Person, subject: Model, digest: str, *, until: datetime, sender: Person | None, at: datetime
) -> MailLink:
    link = MailLink(
        digest=digest,
        person=person,
        subject_type=type(subject).__name__,
        subject_id=subject.id,
        sender_id=sender.id if sender else None,
        created_at=at,
        expires_at=until,
        code_failures=0,
    )
    db.session.add(link)
    return link


def open_link(link: MailLink, *, at: datetime) -> None:
    """Record that a link was opened, unless it was before; a program that scans mail may have done so."""
    link.opened_at = link.opened_at or at


def open_links_to(subject: Model, *, at: datetime) -> None:
    """Record that the links to an object that work were opened, unless they were before."""
    db.session.execute(_usable_to(subject).where(MailLink.opened_at.is_(None)).values(opened_at=at))


def mark_read(link: MailLink) -> None:
    """Mark the mail of a link as read, or the news about its object that was sent in a summary."""
    _mark_read(MailLink.id == link.id, link.subject_type, link.subject_id)


def mark_read_to(subject: Model) -> None:
    """Mark the mails with links to an object as read."""
    kind = type(subject).__name__
    same = and_(MailLink.subject_type == kind, MailLink.subject_id == subject.id)
    _mark_read(same, kind, subject.id)


def _mark_read(of_link: ColumnElement[bool], about_type: str, about_id: UUID) -> None:
    mails = select(MailLink.mail_id).where(of_link)
    of_summary = and_(Mail.summary_id.in_(mails), Mail.about_type == about_type, Mail.about_id == about_id)
    found = or_(Mail.id.in_(mails), of_summary)
    db.session.execute(update(Mail).where(found, Mail.is_unread).values(is_unread=False))


def end_links_to(subject: Model, *, at: datetime) -> None:
    """End every link to an object."""
    db.session.execute(_usable_to(subject).values(revoked_at=at))


def _usable_to(subject: Model) -> Update:
    same = (MailLink.subject_type == type(subject).__name__, MailLink.subject_id == subject.id)
    return update(MailLink).where(*same, MailLink.revoked_at.is_(None))


def revoke(link: MailLink, *, by: Any, at: datetime) -> None:
    """End a link before its time."""
    link.revoked_at = link.revoked_at or at
    audit.record("mail_link.revoked", link, by=by, at=at, personal={"person": str(link.person_id)})
    emit(LinkEnded(link, at))


def disown(link: MailLink, *, at: datetime) -> None:
    """End a link whose reader states that it was meant for another person."""
    link.revoked_at = link.disowned_at = at
    audit.record("mail_link.disowned", link, by=None, at=at, personal={"person": str(link.person_id)})
    emit(LinkEnded(link, at))


def end_links(person: Person, *, at: datetime) -> None:
    """End every link of a person."""
    usable = update(MailLink).where(MailLink.person_id == person.id, MailLink.revoked_at.is_(None))
    db.session.execute(usable.values(revoked_at=at))
