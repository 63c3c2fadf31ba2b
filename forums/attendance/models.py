"""Models of attendance."""

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
from forums.attendance.rules import is_there
from forums.scheduling.models import Participant


class Presence(enum.Enum):
    """How a participant took part."""

    PRESENT = "present"
    REPRESENTED = "represented"
    EXCUSED = "excused"
    ABSENT = "absent"


CAME = (Presence.PRESENT, Presence.REPRESENTED)


class Came:
    """Presence at an instant, shared by the model and by query rows."""

    presence: Any
    arrived_at: Any
    left_at: Any

    @property
    def came(self) -> bool:
        """Whether someone came at all, in person or by a representative."""
        return self.presence in CAME

    def is_there(self, now: datetime | None) -> bool:
        """Whether someone is present at `now`, in person or by a representative; None: at any time."""
        return is_there(came=self.came, arrived_at=self.arrived_at, left_at=self.left_at, now=now)


class Attendance(Came, Model):
    """The attendance of one participant, or of a seat without a named participant."""

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
    """The name of the representative, with their position if known."""
    arrived_at: Mapped[Moment | None]
    left_at: Mapped[Moment | None]
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    recorded_at: Mapped[Moment]

    seat: Mapped[Seat] = relationship(lazy="raise_on_sql")
    participant: Mapped[Participant | None] = relationship(lazy="raise_on_sql")
