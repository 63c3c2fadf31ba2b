"""Delivers messages: claimed in one short transaction, sent outside any, the outcome recorded in another.

Claims expire: messages claimed by a process that was killed are sent later, with the same Message-ID.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email.errors import MessageError
from uuid import UUID

import structlog
from flask import current_app
from sqlalchemy import or_, select, update

from app import files
from app.clock import utc_now
from app.database import db
from app.database.transactions import transaction
from app.files.models import StoredFile
from app.mail.outbox.delivery_log import DeliveryLog
from app.mail.outbox.message import Attachment, Outgoing, build
from app.mail.outbox.models import Mail, MailState
from app.mail.outbox.quiet import postpone
from app.mail.outbox.transport import Rejected, Transport, Unreachable, open_transport
from app.mail.outbox.ways import Way, mail_way

log = structlog.get_logger()

BATCH = 100
CLAIM = timedelta(minutes=5)
"""How long other processes leave a claimed message alone."""
RESERVE = timedelta(minutes=1)
"""When a claim has only this time left, its remaining messages are released."""
COLUMNS = tuple(getattr(Mail, name) for name in Outgoing._fields)


def never() -> bool:
    """The default of `deliver`: continue until no message is due."""
    return False


def deliver(*, stop: Callable[[], bool] = never) -> Counter[MailState]:
    """Send all due messages; return how many were sent, failed temporarily or are dead.

    Manages its own transactions. Stops early if `stop()` returns true or the server cannot be reached. Does nothing
    while mail waits for a mail server to be set.
    """
    tally: Counter[MailState] = Counter()
    if mail_way() is Way.OUTBOX:
        return tally
    with open_transport(current_app.extensions["settings"]) as transport:
        while not stop() and (batch := _claim()) and _work_through(batch, transport, stop, tally):
            pass
    if tally:
        log.info("outbox.delivered", **{state.value: count for state, count in tally.items()})
    return tally


def _claim() -> list[Outgoing]:
    """Claim the next due messages and return them, detached from the session; in quiet hours only urgent ones."""
    now = utc_now()
    with transaction():
        leaving: set[UUID] = set()
        while not leaving and (ids := _next_due(now)):
            leaving = set(ids) - postpone(ids, now)
        if not leaving:
            return []
        claim = update(Mail).where(Mail.id.in_(leaving)).values(claimed_until=now + CLAIM).returning(*COLUMNS)
        batch = [Outgoing(*row) for row in db.session.execute(claim)]
    return sorted(batch, key=lambda mail: (mail.next_try_at, mail.created_at))


def _next_due(now: datetime) -> list[UUID]:
    ids = _due(MailState.WAITING, now, at_most=BATCH)
    return ids + _due(MailState.FAILED, now, at_most=BATCH - len(ids))


def _due(state: MailState, now: datetime, *, at_most: int) -> list[UUID]:
    """Return the ids of messages in one state that are due and unclaimed.

    A query by state can use the order of the index.
    """
    due = (
        select(Mail.id)
        .where(
            Mail.state == state,
            Mail.next_try_at <= now,
            or_(Mail.quiet_until.is_(None), Mail.quiet_until <= now),
            or_(Mail.claimed_until.is_(None), Mail.claimed_until < now),
        )
        .order_by(Mail.next_try_at)
        .limit(at_most)
        .with_for_update(skip_locked=True)
    )
    return list(db.session.scalars(due)) if at_most else []


def _work_through(
    batch: Sequence[Outgoing], transport: Transport, stop: Callable[[], bool], tally: Counter[MailState]
) -> bool:
    """Send the messages of one claim and record the outcomes; return whether to claim more."""
    deadline = time.monotonic() + (CLAIM - RESERVE).total_seconds()
    with DeliveryLog(tally) as log:
        for position, mail in enumerate(batch):
            if stop() or time.monotonic() > deadline:
                _give_back(batch[position:])
                return not stop()
            try:
                transport.send(_message(mail), mail)
            except Unreachable as error:
                for waiting in batch[position:]:
                    log.note(waiting, error=str(error), away=True)
                return False
            except Rejected as rejection:
                log.note(mail, error=str(rejection), permanent=rejection.permanent)
            else:
                log.note(mail)
    return True


def _message(mail: Outgoing) -> bytes:
    """Return the built message. Raises Rejected (permanent) if it cannot be built."""
    sender = current_app.extensions["settings"].mail_from
    try:
        return build(mail, sender=sender, attachments=_enclosures(mail.attachments) if mail.attachments else ())
    except (ValueError, LookupError, OSError, MessageError) as error:
        raise Rejected(f"no message could be built: {type(error).__name__}: {error}", permanent=True) from error


def _enclosures(ids: Sequence[str]) -> list[Attachment]:
    with transaction(reads_only=True):
        stored = [db.session.get_one(StoredFile, UUID(file_id)) for file_id in ids]
        return [Attachment(file.name, file.media_type, files.content_of(file)) for file in stored]


def _give_back(mails: Sequence[Outgoing]) -> None:
    """Release the claim on messages that were not tried."""
    with transaction():
        ids = [mail.id for mail in mails]
        db.session.execute(update(Mail).where(Mail.id.in_(ids)).values(claimed_until=None))
