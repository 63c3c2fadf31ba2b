"""Reminder steps that were taken, who was told, and what circles and parties chose about them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import Model
from app.database.types import Moment
from commitments.reminders.rules import EARLIEST_CLOSING, LATEST_OPENING, Schedule, Step


class Reminder(Model):
    """A step that was taken for a commitment and its then current due date."""

    __tablename__ = "reminders"
    __table_args__ = (UniqueConstraint("commitment_id", "due", "step", name="each_step_once"),)

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitments.id"))
    due: Mapped[date]
    step: Mapped[Step]
    taken_at: Mapped[Moment]
    silent: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it had no effect: a later step replaced it, or the circle does without it."""


class ReminderRecipient(Model):
    """A person or mailbox that a step's mail goes to; the steps of a day share one mail."""

    __tablename__ = "reminder_recipients"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) = (mailbox <> '')", name="person_or_mailbox"),
        Index("ix_reminder_recipients_reminder", "reminder_id"),
        Index("ix_reminder_recipients_mail_key", "mail_key"),
    )

    reminder_id: Mapped[UUID] = mapped_column(ForeignKey("reminders.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    mailbox: Mapped[str] = mapped_column(String(254), default="")
    mail_key: Mapped[str | None] = mapped_column(String(200))
    """The key of the mail in the outbox; None until it is written."""

    reminder: Mapped[Reminder] = relationship(lazy="raise_on_sql")
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")

    @property
    def to(self) -> Person | str:
        """Return the person, or the address of the mailbox."""
        return self.person or self.mailbox


class Snooze(Model):
    """Reminders about a due date are snoozed from `since` to `until`, both included; the timeline has the reasons."""

    __tablename__ = "snoozes"
    __table_args__ = (
        UniqueConstraint("commitment_id", "due", name="one_snooze_per_date"),
        CheckConstraint("until >= since", name="ends_after_it_begins"),
    )

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitments.id"))
    due: Mapped[date]
    since: Mapped[date]
    """The day on which they were first snoozed."""
    until: Mapped[date]


class ReminderSchedule(Model):
    """What a circle chose about its reminders; circles without a row have the default of `Schedule`."""

    __tablename__ = "reminder_schedules"
    __table_args__ = (
        CheckConstraint(f"from_hour BETWEEN 0 AND {LATEST_OPENING}", name="opens_in_the_morning"),
        CheckConstraint(f"until_hour BETWEEN {EARLIEST_CLOSING} AND 24", name="closes_in_the_afternoon"),
    )

    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circles.id"), unique=True)
    steps: Mapped[list[str]]
    """The values of the steps that are on."""
    working_days_only: Mapped[bool]
    from_hour: Mapped[int]
    until_hour: Mapped[int]
    friday_pause: Mapped[bool]

    @property
    def schedule(self) -> Schedule:
        """Return what the rules evaluate."""
        return Schedule(
            steps=frozenset(map(Step, self.steps)),
            working_days_only=self.working_days_only,
            from_hour=self.from_hour,
            until_hour=self.until_hour,
            friday_pause=self.friday_pause,
        )
