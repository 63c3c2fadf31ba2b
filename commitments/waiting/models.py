"""Which commitment waits for which."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Model
from app.database.types import Moment
from commitments.registry.models import Commitment


class Wait(Model):
    """A commitment waits for another one: it cannot be delivered before that has ended. Waits form no cycle."""

    __tablename__ = "waits"
    __table_args__ = (
        UniqueConstraint("commitment_id", "awaited_id", name="waits_once"),
        CheckConstraint("commitment_id <> awaited_id", name="not_for_itself"),
    )

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitments.id"))
    awaited_id: Mapped[UUID] = mapped_column(ForeignKey("commitments.id"), index=True)
    since: Mapped[Moment]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))

    commitment: Mapped[Commitment] = relationship(foreign_keys=[commitment_id])
    awaited: Mapped[Commitment] = relationship(foreign_keys=[awaited_id])
