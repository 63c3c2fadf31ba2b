"""Models of decisions, and their links to commitments."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import Model, Versioned
from app.database.types import Moment
from commitments.registry.models import Commitment
from forums.agenda.models import AgendaItem
from forums.scheduling.models import DecisionRule, Session

decision_commitments = Table(
    "decision_commitments",
    Model.metadata,
    Column("decision_id", ForeignKey("decisions.id"), primary_key=True),
    Column("commitment_id", ForeignKey("commitments.id"), primary_key=True, unique=True),
)


class Decision(Versioned, Model):
    """One decision of a session; official and locked once the session's minutes are approved."""

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint("votes_for >= 0 AND votes_against >= 0 AND abstentions >= 0", name="votes_are_counts"),
        Index("ix_decisions_session_decided_at", "session_id", "decided_at"),
        Index("ix_decisions_decided_at_code", "decided_at", "code"),
    )

    code: Mapped[str] = mapped_column(String(20), unique=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"))
    agenda_item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    text: Mapped[str]
    basis: Mapped[str] = mapped_column(default="")
    """The rule, finding or discussion on which it is based."""
    how: Mapped[DecisionRule]
    dissent: Mapped[str] = mapped_column(default="")
    """Who objected and why; "" if no one did."""
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    abstentions: Mapped[int | None]
    quorum_met: Mapped[bool]
    """Whether the quorum was met at `decided_at`."""
    quorum: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The quorum at `decided_at`, as `Quorum.as_values` returns it; None for decisions older than this column."""
    no_quorum_reason: Mapped[str] = mapped_column(default="")
    """Why it was taken without a quorum; "" if the quorum was met, and for decisions older than this column."""
    decided_at: Mapped[Moment]
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    language: Mapped[str] = mapped_column(String(8))

    session: Mapped[Session] = relationship(lazy="raise_on_sql")
    agenda_item: Mapped[AgendaItem | None] = relationship(lazy="raise_on_sql")
    recorded_by: Mapped[Person] = relationship(lazy="raise_on_sql")
    commitments: Mapped[list[Commitment]] = relationship(
        secondary=decision_commitments, lazy="raise", order_by=Commitment.code
    )
