"""Milestones of commitments."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Model
from app.database.types import Moment
from commitments.registry.models import Commitment


class Milestone(Model):
    """A step of a commitment with a date of its own; it is reached by a report. Late is derived."""

    __tablename__ = "milestones"
    __table_args__ = (Index("ix_milestones_commitment_due", "commitment_id", "due"),)

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitments.id"))
    text: Mapped[str] = mapped_column(String(200))
    due: Mapped[date]
    reached_on: Mapped[date | None]
    """The day of the report that said so."""
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    set_at: Mapped[Moment]

    commitment: Mapped[Commitment] = relationship(back_populates="milestones")

    def is_late(self, today: date) -> bool:
        """Return whether it should have been reached before `today`."""
        return self.reached_on is None and self.due < today
