"""Barriers to commitments."""

from __future__ import annotations

import enum
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Model
from app.database.types import Moment
from app.organisations.models import Organisation


class BlockerKind(enum.Enum):
    """Kinds of barrier."""

    REGULATION = "regulation"
    SYSTEM = "system"
    BUDGET = "budget"
    PHYSICAL_VERIFICATION = "physical_verification"
    SKILLS = "skills"
    COORDINATION = "coordination"


class Blocker(Model):
    """A barrier to a commitment; open while `removed_at` is null."""

    __tablename__ = "blockers"
    __table_args__ = (Index("ix_blockers_commitment_removed_at", "commitment_id", "removed_at"),)

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitments.id"))
    kind: Mapped[BlockerKind]
    text: Mapped[str]
    remover_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    raised_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    raised_at: Mapped[Moment]
    removed_at: Mapped[Moment | None]

    remover: Mapped[Organisation | None] = relationship(lazy="joined")
