"""Polls the mailbox: each message is processed in a separate transaction, then marked on the server.

If the process is killed in between, the next poll finds the message unread again, recognises its `place`, and only
marks it.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog
from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.clock import utc_now
from app.database import db
from app.database.transactions import transaction
from app.mail.inbox.actions import receive
from app.mail.inbox.mailbox import Mailbox, MailboxAway, opened, read_inbox_url
from app.mail.inbox.models import IncomingMail

TOGETHER = 200
"""Maximum number of messages per poll; the rest is left for the next one."""

log = structlog.get_logger()


def poll(*, stop: Callable[[], bool]) -> int:
    """Process unread messages; return how many.

    Does nothing without INBOX_URL, and logs if the server is unreachable.
    """
    settings = current_app.extensions["settings"]
    if not settings.inbox_url:
        return 0
    taken = 0
    try:
        address, authorities = read_inbox_url(settings.inbox_url), settings.inbox_ca
        with opened(address, authorities=authorities, timeout=settings.mail_timeout) as mailbox:
            for uid in mailbox.unread(TOGETHER):
                if stop():
                    break
                taken += _take(mailbox, uid)
                mailbox.put_away(uid)
    except MailboxAway as away:
        log.warning("inbox.away", reason=str(away))
    if taken:
        log.info("inbox.polled", taken=taken)
    return taken


def _take(mailbox: Mailbox, uid: int) -> bool:
    """Process one message unless it was processed before; return whether it was processed."""
    place = mailbox.place(uid)
    with transaction(reads_only=True):
        known = db.session.scalar(select(IncomingMail.id).where(IncomingMail.place == place))
    content = None if known else mailbox.content(uid)
    if content is None:
        return False
    try:
        with transaction():
            receive(content, at=utc_now(), place=place)
    except IntegrityError:  # another process has processed it
        return False
    return True
