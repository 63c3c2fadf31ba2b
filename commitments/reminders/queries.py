"""Queries of reminders: who waits for mail, what circles chose, and what happened on the ladder of a commitment."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from app import clock
from app.accounts.models import Person
from app.audit.models import AuditRow
from app.calendars.queries import holiday_lookup, working_hours
from app.calendars.shifts import HolidayOn, is_day_off
from app.database import db
from app.mail.links.models import MailLink
from app.mail.outbox.models import LEAVES_AT, Mail
from commitments.registry.models import Commitment
from commitments.reminders.models import Reminder, ReminderRecipient, ReminderSchedule, Snooze
from commitments.reminders.rules import DEFAULT, Schedule, Step

REMINDED = "commitment.reminded"
"""The action of the audit log that records a reminder sent by a person."""


def was_reminded(commitment_id: UUID, since: datetime) -> bool:
    """Return whether a person has sent a reminder about a commitment since an instant."""
    about = (AuditRow.subject_type == Commitment.__name__, AuditRow.subject_id == commitment_id)
    query = select(AuditRow.id).where(*about, AuditRow.action == REMINDED, AuditRow.at >= since)
    return db.session.scalar(query.limit(1)) is not None


def schedule_row(circle_id: UUID) -> ReminderSchedule | None:
    """Return what a circle chose about its reminders, or None."""
    return db.session.scalar(select(ReminderSchedule).where(ReminderSchedule.circle_id == circle_id))


def schedule_of(circle_id: UUID) -> Schedule:
    """Return the schedule of a circle, or the default."""
    row = schedule_row(circle_id)
    return row.schedule if row else DEFAULT


class Openings:
    """The schedules of all circles, and when mails of each may leave today from `now` on."""

    def __init__(self, now: datetime) -> None:
        self.now = now.astimezone(clock.zone())

    @cached_property
    def _chosen(self) -> dict[UUID, Schedule]:
        return {row.circle_id: row.schedule for row in db.session.scalars(select(ReminderSchedule))}

    @cached_property
    def _is_day_off(self) -> bool:
        today = self.now.date()
        return is_day_off(today, holiday_lookup(today, today))

    _hours = cached_property(lambda _self: working_hours())

    def schedule(self, circle_id: UUID) -> Schedule:
        """Return the schedule of a circle, or the default."""
        return self._chosen.get(circle_id, DEFAULT)

    def opening(self, circle_id: UUID) -> datetime | None:
        """Return the first moment from now on at which mails of a circle may leave today, or None."""
        return self.schedule(circle_id).opening(self.now, is_day_off=self._is_day_off, hours=self._hours)


class Waiting(NamedTuple):
    """A recipient of steps whose mail is to be written: a person, or a mailbox."""

    person_id: UUID | None
    mailbox: str

    @property
    def is_recipient(self) -> ColumnElement[bool]:
        """Return the condition that a row is of this recipient."""
        if self.person_id:
            return ReminderRecipient.person_id == self.person_id
        return ReminderRecipient.mailbox == self.mailbox

    def key(self, day: date) -> str:
        """Return the key of the mail of a day."""
        return f"reminders:{day}:{self.person_id or self.mailbox}"


def waiting() -> list[Waiting]:
    """Return the recipients of steps whose mail was not written yet."""
    query = select(ReminderRecipient.person_id, ReminderRecipient.mailbox).where(ReminderRecipient.mail_key.is_(None))
    found = db.session.execute(query.distinct()).all()
    return sorted((Waiting(*row) for row in found), key=lambda one: (str(one.person_id), one.mailbox))


def keys_not_sent(recipient: Waiting) -> set[str]:
    """Return the keys of a recipient's mails that are still in the outbox."""
    query = select(ReminderRecipient.mail_key).join(Mail, Mail.key == ReminderRecipient.mail_key)
    return set(db.session.scalars(query.where(recipient.is_recipient, Mail.sent_at.is_(None))))


def existing(keys: Collection[str]) -> set[str]:
    """Return those of the keys that a mail in the outbox has."""
    return set(db.session.scalars(select(Mail.key).where(Mail.key.in_(keys))))


class Entry(NamedTuple):
    """A step to write to a recipient about."""

    row: ReminderRecipient
    commitment: Commitment


def unwritten(recipient: Waiting) -> list[Entry]:
    """Return the steps that no mail tells a recipient of yet, by due date."""
    query = (
        select(ReminderRecipient, Commitment)
        .join(Reminder, Reminder.id == ReminderRecipient.reminder_id)
        .join(Commitment, Commitment.id == Reminder.commitment_id)
        .where(recipient.is_recipient, ReminderRecipient.mail_key.is_(None))
        .options(joinedload(ReminderRecipient.reminder), joinedload(ReminderRecipient.person))
        .options(joinedload(Commitment.responsible_person))
    )
    return [
        Entry(*row)
        for row in db.session.execute(query.order_by(Commitment.current_due, Commitment.code, Reminder.step))
    ]


def people_told(reminder_ids: Iterable[UUID]) -> dict[UUID, list[Person]]:
    """Return the people whom steps are written to, by the id of the step."""
    query = select(ReminderRecipient.reminder_id, Person).join(Person, Person.id == ReminderRecipient.person_id)
    found: dict[UUID, list[Person]] = {}
    for reminder_id, person in db.session.execute(
        query.where(ReminderRecipient.reminder_id.in_(list(reminder_ids))).order_by(Person.name, Person.id)
    ):
        found.setdefault(reminder_id, []).append(person)
    return found


def snooze_of(commitment: Commitment) -> Snooze | None:
    """Return the snooze of the reminders about the current due date, over or not."""
    query = select(Snooze).where(Snooze.commitment_id == commitment.id, Snooze.due == commitment.current_due)
    return db.session.scalar(query)


class Told(NamedTuple):
    """A recipient of a step's mail, and what became of it."""

    step: Step
    taken_at: datetime
    silent: bool
    name: str | None
    mailbox: str | None
    sent_at: datetime | None
    leaves_at: datetime | None
    opened_at: datetime | None


def told(commitment: Commitment) -> list[Told]:
    """Return the steps taken for the current due date with their recipients; a step without any has one row."""
    query = (
        select(
            *(Reminder.step, Reminder.taken_at, Reminder.silent, Person.name, ReminderRecipient.mailbox),
            *(Mail.sent_at, LEAVES_AT, MailLink.opened_at),
        )
        .outerjoin(ReminderRecipient, ReminderRecipient.reminder_id == Reminder.id)
        .outerjoin(Person, Person.id == ReminderRecipient.person_id)
        .outerjoin(Mail, Mail.key == ReminderRecipient.mail_key)
        .outerjoin(
            MailLink,
            (MailLink.mail_id == Mail.id)
            & (MailLink.subject_id == Reminder.commitment_id)
            & (MailLink.person_id == ReminderRecipient.person_id),
        )
        .where(Reminder.commitment_id == commitment.id, Reminder.due == commitment.current_due)
        .order_by(Reminder.taken_at, Person.name, ReminderRecipient.mailbox)
    )
    return [Told._make(row) for row in db.session.execute(query)]


def days_off_around(due: date, today: date) -> HolidayOn:
    """Return the holidays of the days on which the steps of a due date can fall."""
    return holiday_lookup(min(due, today), max(due, today))
