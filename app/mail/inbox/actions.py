"""Actions on received messages: process them, and handle those that were set aside."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import RuleViolation
from app.events import emit
from app.mail.inbox.events import MessageArrived, PutAside
from app.mail.inbox.messages import LARGEST, MessageUnreadable, ReceivedMessage, identity, parse_message
from app.mail.inbox.models import IncomingMail, MailStatus, Why
from app.web.forms import tidy
from app.web.i18n import force_locale

KEPT = 256 * 1024
"""Maximum number of bytes stored of a message that was set aside."""

log = structlog.get_logger()


def receive(content: bytes, *, at: datetime, place: str | None = None) -> IncomingMail:
    """Process a message, of which at most `messages.LARGEST` + 1 bytes were read.

    It has the effect that it requests, or is set aside with a reason. `place` identifies it in a polled mailbox.
    """
    mail = IncomingMail(received_at=at, place=place, size=len(content), content=content[:KEPT])
    mail.standing = MailStatus.ASIDE
    try:
        _open(mail, content, at=at)
    except PutAside as aside:
        mail.why, mail.circle_id = aside.why, aside.circle_id
        with force_locale(current_app.extensions["settings"].languages[0]):
            mail.detail = (tidy(str(aside.detail)) or "")[:500]
    db.session.flush()
    return mail


def _open(mail: IncomingMail, content: bytes, *, at: datetime) -> None:
    """Parse a message and emit MessageArrived. Raises PutAside; then the handlers' changes are rolled back."""
    if len(content) > LARGEST:
        _note(mail)
        raise PutAside(Why.TOO_LARGE)
    received, problem = _read(content)
    if received:
        mail.message_id, mail.sender, mail.subject = received.message_id, received.sender, received.subject
        mail.text = received.text
    if not _note(mail, identity(content)):
        raise PutAside(Why.DUPLICATE)
    if received is None:
        raise PutAside(Why.BROKEN, problem)
    try:
        with db.session.begin_nested():
            emit(MessageArrived(mail=mail, received=received, at=at))
            if mail.standing is MailStatus.ASIDE:
                raise PutAside(Why.NO_ANSWER)
    except (PutAside, SQLAlchemyError):
        raise
    except Exception as error:  # an unexpected error must not block the messages after this one
        log.exception("inbox.crashed", kind=type(error).__name__)
        raise PutAside(Why.BROKEN, type(error).__name__) from error


def _read(content: bytes) -> tuple[ReceivedMessage | None, str]:
    """Return the parsed message, or None and the reason why it cannot be parsed."""
    try:
        return parse_message(content), ""
    except MessageUnreadable as unreadable:
        return None, str(unreadable)


def _note(mail: IncomingMail, known_as: str | None = None) -> bool:
    """Save the message; return False if the same one was received before."""
    mail.identity = known_as
    try:
        with db.session.begin_nested():
            db.session.add(mail)
            db.session.flush()
    except IntegrityError:
        if known_as is None:
            raise
        return _note(mail)
    return mail.identity is not None


def settle(mail: IncomingMail, *, note: str, by: Person, at: datetime) -> None:
    """Mark a message that was set aside as handled. Raises RuleViolation in any other state."""
    if mail.standing is not MailStatus.ASIDE:
        raise RuleViolation(_l("Someone has already dealt with this message"))
    mail.standing, mail.note = MailStatus.HANDLED, note
    mail.handled_by, mail.handled_at = by, at
    audit.record("incoming_mail.handled", mail, by=by, at=at)


def put_back(mail: IncomingMail, *, by: Person, at: datetime) -> None:
    """Set a handled message aside again. Raises RuleViolation in any other state."""
    if mail.standing is not MailStatus.HANDLED:
        raise RuleViolation(_l("This message is already waiting"))
    mail.standing, mail.handled_by, mail.handled_at = MailStatus.ASIDE, None, None
    audit.record("incoming_mail.put_back", mail, by=by, at=at)


def forget(*, at: datetime, most: int = 500) -> int:
    """Delete up to `most` messages that are older than the setting `inbox_days`, oldest first; return how many."""
    until = at - timedelta(days=current_app.extensions["settings"].inbox_days)
    old = select(IncomingMail.id).where(IncomingMail.received_at < until).order_by(IncomingMail.received_at).limit(most)
    ids = list(db.session.scalars(old))
    db.session.execute(delete(IncomingMail).where(IncomingMail.id.in_(ids)))
    return len(ids)
