"""Requests for a later due date."""

from __future__ import annotations

import enum
from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Model
from app.database.types import Moment
from commitments.registry.models import Commitment


class ExtensionState(enum.Enum):
    """Status of an extension request."""

    ASKED = "asked"
    APPROVED = "approved"
    DENIED = "denied"


class Extension(Model):
    """A request of the responsible party for a later due date, with its reason and the answer."""

    __tablename__ = "extensions"
    __table_args__ = (
        CheckConstraint("to_due > from_due", name="later_than_before"),
        Index("ix_extensions_commitment_state", "commitment_id", "state"),
        Index("ix_extensions_state", "state"),
    )

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitments.id"))
    from_due: Mapped[date]
    to_due: Mapped[date]
    reason: Mapped[str]
    state: Mapped[ExtensionState] = mapped_column(default=ExtensionState.ASKED)
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[Moment]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[Moment | None]
    answer: Mapped[str] = mapped_column(default="")

    commitment: Mapped[Commitment] = relationship(lazy="select")
