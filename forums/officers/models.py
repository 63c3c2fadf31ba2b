"""Models of the officers of sessions."""

from __future__ import annotations

import enum
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import Model
from app.database.types import Moment


class OfficerRole(enum.Enum):
    """What an officer does in a session."""

    PRESIDER = "presider"
    MINUTE_TAKER = "minute_taker"


class OfficerChange(Model):
    """A change of presider or minute-taker while the session was open. The session holds the current ones."""

    __tablename__ = "officer_changes"
    __table_args__ = (Index("ix_officer_changes_session_at", "session_id", "at"),)

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"))
    role: Mapped[OfficerRole]
    before_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    after_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Moment]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))

    before: Mapped[Person | None] = relationship(foreign_keys=[before_id], lazy="raise_on_sql")
    after: Mapped[Person | None] = relationship(foreign_keys=[after_id], lazy="raise_on_sql")
