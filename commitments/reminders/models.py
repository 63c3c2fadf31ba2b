"""Reminder steps that were taken, once per commitment and due date."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Model
from app.database.types import Moment
from commitments.reminders.rules import Step


class Reminder(Model):
    """A step that was taken for a commitment and its then current due date."""

    __tablename__ = "reminders"
    __table_args__ = (UniqueConstraint("commitment_id", "due", "step", name="each_step_once"),)

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitments.id"))
    due: Mapped[date]
    step: Mapped[Step]
    taken_at: Mapped[Moment]
