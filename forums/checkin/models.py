"""Models of check-in: guests who wait to be confirmed, and renewals of the code of a session."""

from __future__ import annotations

import enum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Model, Versioned
from app.database.types import Moment
from forums.scheduling.models import Session


class CheckInRenewal(Model):
    """The latest renewal of a session's code and link; the earlier ones no longer work."""

    __tablename__ = "check_in_renewals"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), unique=True)
    generation: Mapped[int]
    """Counts the renewals; a session without a row has generation 0."""
    renewed_at: Mapped[Moment]
    renewed_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))


class GuestState(enum.Enum):
    """The status of an entry on the public check-in page."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class Guest(Versioned, Model):
    """A person who checked in without an account or invitation. Entries that are not confirmed are deleted after a day.

    The id is chosen by the page, so that sending the form twice makes one entry.
    """

    __tablename__ = "guests"
    __table_args__ = (
        Index("ix_guests_session_state", "session_id", "state"),
        Index("ix_guests_state_entered_at", "state", "entered_at"),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"))
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[str] = mapped_column(String(200))
    organisation: Mapped[str] = mapped_column(String(200))
    representing: Mapped[str] = mapped_column(String(200), default="")
    """Whom they say they represent, if not their own organisation."""
    state: Mapped[GuestState] = mapped_column(default=GuestState.WAITING)
    entered_at: Mapped[Moment]
    arrived_at: Mapped[Moment | None]
    """When they came; None if they checked in after the session."""
    seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("seats.id"))
    """The seat for which their presence is recorded; None for a guest without a seat."""
    participant_id: Mapped[UUID | None] = mapped_column(ForeignKey("participants.id"))
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[Moment | None]

    session: Mapped[Session] = relationship(lazy="raise_on_sql")

    @property
    def circle_id(self) -> UUID:
        """The circle whose members may know of the session."""
        return self.session.circle_id
