"""Models of what people chose about their mail."""

from __future__ import annotations

from datetime import time
from uuid import UUID

from sqlalchemy import ForeignKey, String, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.calendars.working_hours import QuietHours
from app.database import Model
from app.database.types import Moment


class MailOptOut(Model):
    """A topic about which a person gets no mail."""

    __tablename__ = "mail_opt_outs"
    __table_args__ = (UniqueConstraint("person_id", "topic", name="each_topic_once"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    topic: Mapped[str] = mapped_column(String(40))
    at: Mapped[Moment]


class MailTimes(Model):
    """When mail is sent to a person: the hours in which it waits, in the instance's zone; without them, the city's."""

    __tablename__ = "mail_times"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), unique=True)
    quiet_starts: Mapped[time | None] = mapped_column(Time)
    quiet_ends: Mapped[time | None] = mapped_column(Time)
    quiet_days_off: Mapped[bool] = mapped_column(default=False)
    """Whether mail waits on weekends and holidays too."""

    def quiet(self, city: QuietHours) -> QuietHours:
        """Return the quiet hours; their times are those of the city if the person chose none."""
        starts, ends = self.quiet_starts, self.quiet_ends
        if starts is None or ends is None:
            starts, ends = city.starts, city.ends
        return QuietHours(starts=starts, ends=ends, days_off=self.quiet_days_off)
