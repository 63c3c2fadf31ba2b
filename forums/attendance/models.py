"""Who was there."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.circles.models import Seat
from app.database import Model
from app.database.types import Moment
from forums.scheduling.models import Participant


class Presence(enum.Enum):
    """How a participant took part."""

    PRESENT = "present"
    REPRESENTED = "represented"
    EXCUSED = "excused"
    ABSENT = "absent"


CAME = (Presence.PRESENT, Presence.REPRESENTED)


class Came:
    """Whether somebody is there, from what is stored of them: of the record and of what queries read of it."""

    presence: Any
    left_at: Any

    def is_there(self, now: datetime) -> bool:
        """Whether someone sits on the seat at `now`: came in person or by a representative, and did not leave."""
        return self.presence in CAME and (self.left_at is None or self.left_at > now)


class Attendance(Came, Model):
    """One participant's presence at a session, or that of a seat for which nobody takes part by name."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("session_id", "participant_id", name="each_participant_once"),
        Index("ix_attendance_session_seat", "session_id", "seat_id"),
        Index(
            "each_nameless_seat_once",
            "session_id",
            "seat_id",
            unique=True,
            sqlite_where=text("participant_id IS NULL"),
            postgresql_where=text("participant_id IS NULL"),
        ),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"))
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seats.id"))
    participant_id: Mapped[UUID | None] = mapped_column(ForeignKey("participants.id"))
    presence: Mapped[Presence]
    representative: Mapped[str] = mapped_column(String(200), default="")
    """Who came instead, with the position if it was told."""
    arrived_at: Mapped[Moment | None]
    left_at: Mapped[Moment | None]
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    recorded_at: Mapped[Moment]

    seat: Mapped[Seat] = relationship(lazy="raise_on_sql")
    participant: Mapped[Participant | None] = relationship(lazy="raise_on_sql")
