"""Models of what people chose about their mail."""

from __future__ import annotations

import enum
from datetime import time
from uuid import UUID

from sqlalchemy import ForeignKey, String, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.calendars.working_hours import QuietHours
from app.database import Model
from app.database.types import Moment
from app.mail.notifications.rules import SUMMARY_AT


class Rhythm(enum.Enum):
    """How a person is told about a topic, if not by a mail for each piece of news."""

    DAILY = "daily"
    WEEKLY = "weekly"
    APP = "app"
    """On the page of notifications alone."""


class MailChoice(Model):
    """How a person is told about a topic; without a row, by a mail at once."""

    __tablename__ = "mail_choices"
    __table_args__ = (UniqueConstraint("person_id", "topic", name="a_topic_once"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    topic: Mapped[str] = mapped_column(String(40))
    rhythm: Mapped[Rhythm]
    at: Mapped[Moment]


class MailTimes(Model):
    """When mail is sent to a person, in the instance's zone: the hours in which it waits, or else the city's."""

    __tablename__ = "mail_times"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), unique=True)
    quiet_starts: Mapped[time | None] = mapped_column(Time)
    quiet_ends: Mapped[time | None] = mapped_column(Time)
    quiet_days_off: Mapped[bool] = mapped_column(default=False)
    """Whether mail waits on weekends and holidays too."""
    summary_at: Mapped[time] = mapped_column(Time, default=SUMMARY_AT)
    """When summaries are sent."""

    def quiet(self, city: QuietHours) -> QuietHours:
        """Return the quiet hours; their times are those of the city if the person chose none."""
        starts, ends = self.quiet_starts, self.quiet_ends
        if starts is None or ends is None:
            starts, ends = city.starts, city.ends
        return QuietHours(starts=starts, ends=ends, days_off=self.quiet_days_off)
