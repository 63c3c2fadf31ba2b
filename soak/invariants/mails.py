"""No mail has two Message-IDs, and the states of mails are possible."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from sqlalchemy import func, or_, select

from app.audit.models import AuditRow
from app.database import db
from app.mail.outbox.models import Mail, MailState
from soak.findings import Finding, contradictory, doubled, lost
from tests.support.mail import Delivery

IDENTITY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OWN_LINK = re.compile(r"/by-link/\S+")
KEPT = (MailState.HELD, MailState.SUMMARISED, MailState.IN_APP)
"""States of news that never leaves by itself."""


def keys_are_said_once() -> Iterator[Finding]:
    """A key has one mail with one Message-ID, even if the constraints of the table were lost."""
    for column in (Mail.key, Mail.message_id):
        many = select(column, func.count()).where(column.is_not(None)).group_by(column).having(func.count() > 1)
        yield from (doubled(f"{value} is in {number} messages") for value, number in db.session.execute(many))


def words_are_said_once() -> Iterator[Finding]:
    """The same text was sent to the same address twice, without an act on its subject in between.

    Personal links differ from mail to mail and are left out. Mails with a key are not compared: reminders of different
    steps may have the same text.
    """
    columns = (Mail.recipient, Mail.kind, Mail.subject, Mail.text, Mail.calendar, Mail.about_id, Mail.created_at)
    alike = defaultdict(list)
    with_text = select(*columns).where(Mail.key.is_(None), Mail.state.not_in(KEPT))
    for mail in db.session.execute(with_text.order_by(Mail.created_at)):
        words = OWN_LINK.sub("", mail.text)
        alike[mail.recipient, mail.kind, mail.subject, words, mail.calendar].append((mail.created_at, mail.about_id))
    for (recipient, kind, subject, words, _calendar), queued in alike.items():
        for (earlier, about_id), (later, _about_id) in pairwise(queued):
            if not _acts(words, about_id, earlier, later):
                yield doubled(f"{kind} to {recipient} at {earlier} and {later}: {subject}")


def _acts(words: str, about_id: UUID | None, since: datetime, until: datetime) -> bool:
    """Whether there is an audit row between two moments about the object of a mail, or any that it links to."""
    things = {UUID(found) for found in IDENTITY.findall(words)} | {about_id} - {None}
    between = select(AuditRow.id).where(AuditRow.subject_id.in_(things), AuditRow.at > since, AuditRow.at <= until)
    return db.session.scalar(between.limit(1)) is not None


def states_can_be() -> Iterator[Finding]:
    """A sent mail has a time, a failed one an error, only a waiting one is claimed, and only kept news has no text.

    Only news that was summarised names a summary.
    """
    kept, sent = Mail.state.in_(KEPT), Mail.state == MailState.SENT
    stuck = Mail.state.in_((MailState.FAILED, MailState.DEAD))
    wrong = or_(
        sent & Mail.sent_at.is_(None),
        ~sent & Mail.sent_at.is_not(None),
        stuck & (Mail.last_error == ""),
        Mail.state.in_((MailState.SENT, MailState.DEAD, *KEPT)) & Mail.claimed_until.is_not(None),
        kept & (Mail.text != ""),
        ~kept & (Mail.text == ""),
        (Mail.state != MailState.SUMMARISED) & Mail.summary_id.is_not(None),
    )
    found = select(Mail.message_id, Mail.state, Mail.sent_at, Mail.claimed_until, Mail.last_error).where(wrong)
    yield from (contradictory(f"a message cannot be like this: {tuple(row)}") for row in db.session.execute(found))


def arrivals(deliveries: Iterable[Delivery]) -> Iterator[Finding]:
    """Compare the mails that a server accepted with the database: all sent ones arrived, and no unknown ones."""
    came = {str(delivery.message["Message-ID"]) for delivery in deliveries}
    there = dict(db.session.execute(select(Mail.message_id, Mail.state)).all())
    yield from (contradictory(f"{one} arrived and is not in the database") for one in came - set(there))
    sent = {message_id for message_id, state in there.items() if state is MailState.SENT}
    yield from (lost(f"{one} counts as sent and never arrived") for one in sent - came)


CHECKS = (keys_are_said_once, words_are_said_once, states_can_be)
