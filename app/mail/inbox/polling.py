"""Fetching what lies in the mailbox: each message taken in by a transaction of its own, then marked on the server.

A process that is killed in between finds the message unread again, knows its place, and only marks it.
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
"""Most messages that one pass fetches; the rest waits for the next."""

log = structlog.get_logger()


def poll(*, stop: Callable[[], bool]) -> int:
    """Take in what nobody read yet; return how many messages. Without INBOX_URL, or a server, nothing happens."""
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
    """Take one message in unless that happened before."""
    place = mailbox.place(uid)
    with transaction(reads_only=True):
        known = db.session.scalar(select(IncomingMail.id).where(IncomingMail.place == place))
    content = None if known else mailbox.content(uid)
    if content is None:
        return False
    try:
        with transaction():
            receive(content, at=utc_now(), place=place)
    except IntegrityError:  # another process was quicker
        return False
    return True
