"""Queries for the answer links that were sent to mailboxes of organisations."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from app.audit.models import AuditRow
from app.circles.models import Circle, Classification
from app.database import db
from app.mail.outbox.models import Mail
from app.organisations.models import Organisation
from app.web.pagination import Paged, in_pages, paged
from forums.invitations.models import Invitation
from forums.scheduling.models import Forum, Session
from forums.scheduling.queries import is_ahead
from forums.scheduling.rules import LONGEST


class MailboxLink(NamedTuple):
    """A usable answer link of an organisation's mailbox, without the session that it is about."""

    id: UUID
    """The id of the invitation."""
    organisation_id: UUID
    organisation: str
    address: str
    sent_at: datetime
    ends_at: datetime


def mailbox_links(at: datetime, *, organisation_id: UUID | None = None) -> Paged[MailboxLink]:
    """Return a page of the links of mailboxes that work at `at`, newest first; only those of an organisation, if given.

    A link works from its first mail to the end of the session.
    """
    sent = _newest_mail()
    query = _usable(at).order_by(sent.desc(), Invitation.id)
    if organisation_id:
        query = query.where(Invitation.organisation_id == organisation_id)
    recipient = select(Mail.recipient).where(*_about()).order_by(Mail.created_at.desc()).limit(1).scalar_subquery()
    columns = (Invitation.id, Organisation.id, Organisation.name, recipient, sent, Session.ends_at)
    page = in_pages(query, *columns).join(Organisation, Organisation.id == Invitation.organisation_id)
    return paged(MailboxLink._make, page)


def count_mailbox_links(at: datetime) -> int:
    """Return how many links of mailboxes work at `at`."""
    return db.session.scalar(select(func.count()).select_from(_usable(at).subquery())) or 0


def _usable(at: datetime) -> Select[Any]:
    """Select the invitations whose newest mail has a link that works: those revoked later have none."""
    revoked = select(func.max(AuditRow.at)).where(
        AuditRow.subject_type == Invitation.__name__,
        AuditRow.subject_id == Invitation.id,
        AuditRow.action == "invitation.link_revoked",
    )
    last = revoked.correlate(Invitation).scalar_subquery()
    return (
        select(Invitation.id)
        .join(Invitation.session)
        .join(Session.forum)
        .join(Forum.circle)
        .where(Invitation.organisation_id.is_not(None), Invitation.withdrawn_at.is_(None))
        .where(is_ahead(at, at - LONGEST))
        .where(Circle.classification != Classification.SECRET)
        .where(or_(last.is_(None), last < _newest_mail()))
    )


def _about() -> tuple[Any, ...]:
    return Mail.about_type == Invitation.__name__, Mail.about_id == Invitation.id, Mail.person_id.is_(None)


def _newest_mail() -> Any:
    return select(func.max(Mail.created_at)).where(*_about()).correlate(Invitation).scalar_subquery()
