"""Disputes about findings of verifiers, with the record of their mediation."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, false, literal_column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import Model
from app.database.types import Moment
from app.organisations.models import Organisation
from commitments.disputes.rules import DisputeState, OutcomeKind
from commitments.registry.models import Commitment
from commitments.registry.rules import Verification

_OPEN: ColumnElement[bool] = literal_column(f"state = '{DisputeState.OPEN.value}'")


class Dispute(Model):
    """The responsible organisation's objection to a finding, and the question that is mediated."""

    __tablename__ = "disputes"
    __table_args__ = (
        Index(
            "one_open_dispute_per_commitment", "commitment_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
        Index("ix_disputes_commitment_opened_at", "commitment_id", "opened_at"),
        Index("ix_disputes_state_moved_at", "state", "moved_at"),
    )

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitments.id"))
    finding: Mapped[Verification]
    """The finding that is disputed."""
    question: Mapped[str]
    state: Mapped[DisputeState] = mapped_column(default=DisputeState.OPEN)
    opened_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[Moment]
    moved_at: Mapped[Moment]
    """When somebody last took a step in the mediation."""
    mediator_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """The mediator who took the last step, or None before the first."""
    ended_at: Mapped[Moment | None]
    follow_up_id: Mapped[UUID | None] = mapped_column(ForeignKey("commitments.id"))
    """The commitment that was proposed as its outcome."""

    commitment: Mapped[Commitment] = relationship(foreign_keys=[commitment_id])
    mediator: Mapped[Person | None] = relationship(foreign_keys=[mediator_id])
    follow_up: Mapped[Commitment | None] = relationship(foreign_keys=[follow_up_id])
    positions: Mapped[list[Position]] = relationship(order_by="Position.written_at")
    options: Mapped[list[Option]] = relationship(order_by="Option.number")
    outcomes: Mapped[list[Outcome]] = relationship(order_by="Outcome.number")

    @property
    def outcome(self) -> Outcome | None:
        """Return the outcome that awaits the agreement of both sides or has it, or None."""
        latest = self.outcomes[-1] if self.outcomes else None
        return latest if latest and latest.declined_at is None else None

    @property
    def awaits_follow_up(self) -> bool:
        """Return whether both sides agreed on a follow-up commitment that nobody has proposed yet."""
        settled = self.state is DisputeState.SETTLED and self.follow_up_id is None
        return settled and self.outcomes[-1].kind is OutcomeKind.FOLLOW_UP

    @property
    def insiders_agreed(self) -> bool:
        """Return whether both sides agreed to a mediator from one of their organisations."""
        return len(self.positions) > 1 and all(position.accepts_insider for position in self.positions)


class Position(Model):
    """What one side of a dispute holds, why, and the interests behind it, in its own words."""

    __tablename__ = "dispute_positions"
    __table_args__ = (UniqueConstraint("dispute_id", "organisation_id", name="one_position_per_side"),)

    dispute_id: Mapped[UUID] = mapped_column(ForeignKey("disputes.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    holds: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(default="")
    interests: Mapped[str] = mapped_column(default="")
    accepts_insider: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether this side agrees to a mediator from one of the two organisations."""
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[Moment]


class Option(Model):
    """A way to settle a dispute."""

    __tablename__ = "dispute_options"
    __table_args__ = (UniqueConstraint("dispute_id", "number", name="one_option_per_number"),)

    dispute_id: Mapped[UUID] = mapped_column(ForeignKey("disputes.id"))
    number: Mapped[int]
    text: Mapped[str]
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[Moment]

    supports: Mapped[list[Support]] = relationship(cascade="all, delete-orphan")

    @property
    def letter(self) -> str:
        """Return its letter: A for the first, AA for the twenty-seventh."""
        letters, number = "", self.number
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return letters


class Support(Model):
    """A side supports an option."""

    __tablename__ = "dispute_supports"
    __table_args__ = (UniqueConstraint("option_id", "organisation_id", name="supported_once"),)

    option_id: Mapped[UUID] = mapped_column(ForeignKey("dispute_options.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Moment]


class Outcome(Model):
    """The wording of an outcome. It takes effect when both sides agreed to it; one of them can decline it."""

    __tablename__ = "dispute_outcomes"
    __table_args__ = (UniqueConstraint("dispute_id", "number", name="one_outcome_per_number"),)

    dispute_id: Mapped[UUID] = mapped_column(ForeignKey("disputes.id"))
    number: Mapped[int]
    kind: Mapped[OutcomeKind]
    text: Mapped[str]
    """The agreement; with a new criterion, the criterion itself."""
    due: Mapped[date | None]
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[Moment]
    declined_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    declined_at: Mapped[Moment | None]
    reason: Mapped[str] = mapped_column(default="")
    """Why it was declined."""

    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    declined_by: Mapped[Person | None] = relationship(foreign_keys=[declined_by_id])
    agreements: Mapped[list[OutcomeAgreement]] = relationship(order_by="OutcomeAgreement.at")


class OutcomeAgreement(Model):
    """A side agrees to an outcome."""

    __tablename__ = "dispute_agreements"
    __table_args__ = (UniqueConstraint("outcome_id", "organisation_id", name="one_agreement_per_side"),)

    outcome_id: Mapped[UUID] = mapped_column(ForeignKey("dispute_outcomes.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Moment]

    organisation: Mapped[Organisation] = relationship()
    person: Mapped[Person] = relationship()
