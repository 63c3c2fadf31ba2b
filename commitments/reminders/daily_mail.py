"""Writes the mails of the steps that were taken: at most one a day to each person or mailbox."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from app.accounts.models import Person
from app.database import db
from app.mail import outbox
from commitments.milestones.queries import next_of
from commitments.registry.notices import may_be_notified_of, owners
from commitments.reminders import notices, queries
from commitments.reminders.models import ReminderRecipient
from commitments.reminders.queries import Entry, Openings, Waiting
from commitments.waiting.queries import late_awaited

TOGETHER = 50
"""Recipients per transaction."""


def write_mails(now: datetime) -> Iterator[None]:
    """Write the mail of today to everyone whom a step waits for; yields after each part.

    It replaces earlier ones that are still in the outbox. Whoever received one today gets the next tomorrow.
    """
    for some in _parts(queries.waiting()):
        openings = Openings(now)
        for recipient in some:
            _write(recipient, openings)
        yield


def _parts(recipients: list[Waiting]) -> Iterator[list[Waiting]]:
    for first in range(0, len(recipients), TOGETHER):
        yield recipients[first : first + TOGETHER]


def _write(recipient: Waiting, openings: Openings) -> None:
    key = recipient.key(openings.now.date())
    _take_back(recipient)
    if queries.existing([key]):
        return
    entries = [one for one in _current(queries.unwritten(recipient)) if openings.opening(one.commitment.circle_id)]
    if not entries:
        return
    opened = [openings.opening(one.commitment.circle_id) for one in entries]
    told = {} if recipient.person_id else queries.people_told(one.row.reminder_id for one in entries)
    to, ids = entries[0].row.to, [one.commitment.id for one in entries]
    ahead = next_of(ids)
    awaited = late_awaited(ids, to, openings.now.date()) if isinstance(to, Person) else {}
    lines = [
        notices.Line(
            one.row.reminder.step,
            one.commitment,
            list(dict.fromkeys([*told.get(one.row.reminder_id, []), *owners(one.commitment)])) if told else (),
            ahead.get(one.commitment.id),
            awaited.get(one.commitment.id, ()),
        )
        for one in entries
    ]
    notices.remind(to, lines, key=key, not_before=max(filter(None, opened)))
    for one in entries:
        one.row.mail_key = key


def _take_back(recipient: Waiting) -> None:
    """Take the recipient's mails that have not left out of the outbox, so that their steps are written again."""
    keys = queries.keys_not_sent(recipient)
    if not keys:
        return
    outbox.take_back(keys)
    gone = keys - queries.existing(keys)
    rows = update(ReminderRecipient).where(ReminderRecipient.mail_key.in_(gone))
    db.session.execute(rows.values(mail_key=None))


def _current(entries: list[Entry]) -> list[Entry]:
    """Return the entries to write, the latest step of each commitment; delete those that no longer hold."""
    latest: dict[UUID, Entry] = {}
    for one in entries:
        if one.row.reminder.due == one.commitment.current_due and one.commitment.facts.is_owed:
            held = latest.get(one.commitment.id)
            if held is None or held.row.reminder.step.days < one.row.reminder.step.days:
                latest[one.commitment.id] = one
    kept = [one for one in latest.values() if may_be_notified_of(one.commitment, one.row.to)]
    for one in entries:
        if one not in kept:
            db.session.delete(one.row)
    return kept
