"""Who registered for a session that is open to everyone."""

from __future__ import annotations

import enum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Model
from app.database.types import Moment
from forums.scheduling.models import Session


class Opening(Model):
    """A session for which anyone may register, and on which terms."""

    __tablename__ = "openings"
    __table_args__ = (
        CheckConstraint("capacity IS NULL OR capacity > 0", name="room_for_somebody"),
        CheckConstraint("retention_days > 0", name="kept_for_a_while"),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), unique=True)
    capacity: Mapped[int | None]
    """How many may come; None: no limit."""
    retention_days: Mapped[int]
    """How long after the session names and addresses are kept, as the form commitments."""
    opened_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[Moment]
    closed_at: Mapped[Moment | None]
    erased_at: Mapped[Moment | None]
    """When names and addresses were erased; the figures stay."""

    session: Mapped[Session] = relationship(lazy="joined", innerjoin=True)


class RegistrationState(enum.Enum):
    """What became of a registration."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class Registration(Model):
    """One person who wants to come. Name and address are erased when the time that was promised is over."""

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
    """Counts wishes to come within the opening: who waits moves up in this order."""
    mails: Mapped[int] = mapped_column(default=0)
    """How many mails about it were written: each has a key of its own."""
    consented_at: Mapped[Moment]
    cancelled_at: Mapped[Moment | None]
    came: Mapped[bool | None]
    """Whether they were there; None: nobody said."""

    opening: Mapped[Opening] = relationship(lazy="joined", innerjoin=True)
