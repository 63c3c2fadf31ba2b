"""Actions on messages that were not sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app import audit
from app.database import db
from app.errors import RuleViolation
from app.mail.inbox.reports import DeliveryReport
from app.mail.outbox.models import Mail, MailState

STUCK = (MailState.FAILED, MailState.DEAD)


def retry(mail: Mail, *, by: Any, at: datetime) -> None:
    """Queue a failed or dead message for the next delivery.

    Raises RuleViolation for one that is waiting or was sent.
    """
    if mail.state not in STUCK:
        raise RuleViolation(_("This message is not stuck: it was sent or is about to be."))
    mail.state = MailState.WAITING
    mail.tries = 0
    mail.next_try_at = at
    mail.claimed_until = None
    audit.record("mail.retried", mail, by=by, at=at)


def retry_all(*, by: Any, at: datetime) -> int:
    """Queue every failed or dead message again; return how many."""
    stuck = db.session.scalars(select(Mail).where(Mail.state.in_(STUCK)).order_by(Mail.created_at)).all()
    for mail in stuck:
        retry(mail, by=by, at=at)
    return len(stuck)


def record_report(report: DeliveryReport, *, at: datetime) -> bool:
    """Record a delivery report on the message that it is about; return whether that message is ours.

    Only the Message-ID proves that a report is about a message, because nobody but its recipients knows it.
    """
    ours = select(Mail).where(Mail.message_id.in_(report.message_ids)).limit(1)
    mail = db.session.scalar(ours) if report.message_ids else None
    if mail and report.failed and not mail.bounced_at:
        mail.bounced_at, mail.bounce_reason = at, report.reason
    return mail is not None
