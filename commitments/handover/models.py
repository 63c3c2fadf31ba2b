"""Requests to hand a commitment over to another organisation."""

from __future__ import annotations

import enum
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, literal_column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Model
from app.database.types import Moment
from app.organisations.models import Organisation
from commitments.registry.models import Commitment


class HandoverState(enum.Enum):
    """Status of a request."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    """Taken back, or the commitment ended before an answer."""


_OPEN: ColumnElement[bool] = literal_column(f"state = '{HandoverState.ASKED.value}'")


class Handover(Model):
    """A request that another organisation becomes responsible. The present one stays so until it is accepted."""

    __tablename__ = "handovers"
    __table_args__ = (
        CheckConstraint("from_id <> to_id", name="to_another_organisation"),
        Index(
            "one_open_handover_per_commitment", "commitment_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
        Index("ix_handovers_commitment_asked_at", "commitment_id", "asked_at"),
    )

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitments.id"))
    from_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    to_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    reason: Mapped[str]
    state: Mapped[HandoverState] = mapped_column(default=HandoverState.ASKED)
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[Moment]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[Moment | None]
    answer: Mapped[str] = mapped_column(default="")

    commitment: Mapped[Commitment] = relationship()
    giver: Mapped[Organisation] = relationship(foreign_keys=[from_id])
    receiver: Mapped[Organisation] = relationship(foreign_keys=[to_id])
