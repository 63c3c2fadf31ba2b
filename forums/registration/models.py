"""Models of registrations for sessions open to everyone."""

from __future__ import annotations

import enum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Model
from app.database.types import Moment
from forums.scheduling.models import Session


class Opening(Model):
    """The registration of a session, with its terms."""

    __tablename__ = "openings"
    __table_args__ = (
        CheckConstraint("capacity IS NULL OR capacity > 0", name="room_for_somebody"),
        CheckConstraint("retention_days > 0", name="kept_for_a_while"),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), unique=True)
    capacity: Mapped[int | None]
    """The number of places; None: no limit."""
    retention_days: Mapped[int]
    """How many days after the session personal data is kept, as stated on the form."""
    opened_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[Moment]
    closed_at: Mapped[Moment | None]
    erased_at: Mapped[Moment | None]
    """When personal data was erased; the numbers are kept."""

    session: Mapped[Session] = relationship(lazy="joined", innerjoin=True)


class RegistrationState(enum.Enum):
    """The status of a registration."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class Registration(Model):
    """The registration of one person. Personal data is erased after the retention period."""

    __tablename__ = "registrations"
    __table_args__ = (
        UniqueConstraint("opening_id", "email", name="each_address_once"),
        Index("ix_registrations_opening_state", "opening_id", "state"),
    )

    opening_id: Mapped[UUID] = mapped_column(ForeignKey("openings.id"))
    name: Mapped[str] = mapped_column(String(200))
    organisation: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(8))
    state: Mapped[RegistrationState]
    turn: Mapped[int]
    """The order of registrations, in which the waiting list moves up."""
    mails: Mapped[int] = mapped_column(default=0)
    """The number of mails sent about it, used in their deduplication keys."""
    consented_at: Mapped[Moment]
    cancelled_at: Mapped[Moment | None]
    came: Mapped[bool | None]
    """Whether they attended; None if not recorded."""

    opening: Mapped[Opening] = relationship(lazy="joined", innerjoin=True)
