"""The agenda items that ask for a decision about commitments that are long overdue."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Model


class EscalatedItem(Model):
    """The item that asks for a decision about a commitment, once for each of its due dates."""

    __tablename__ = "escalated_items"
    __table_args__ = (UniqueConstraint("commitment_id", "due", name="once_on_an_agenda"),)

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitments.id"))
    due: Mapped[date]
    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_items.id"), index=True)
