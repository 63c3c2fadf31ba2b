"""Clauses of agreements, with the obligations and rights of the parties."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agreements.clauses.rules import Frequency
from agreements.registry.models import Agreement, Party
from app.accounts.models import Person
from app.database import Model
from app.database.types import Moment
from commitments.registry.models import Commitment

obligation_commitments = Table(
    "obligation_commitments",
    Model.metadata,
    Column("obligation_id", ForeignKey("obligations.id"), primary_key=True),
    Column("commitment_id", ForeignKey("commitments.id"), primary_key=True, unique=True),
    Column("period", Date, nullable=False),
)
"""The commitments of obligations; `period` is the due date of the obligation for which one was proposed."""


class Clause(Model):
    """A numbered clause of the text ("Pasal 5"); `position` counts from 1."""

    __tablename__ = "clauses"
    __table_args__ = (Index("ix_clauses_agreement_position", "agreement_id", "position"),)

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"))
    position: Mapped[int]
    number: Mapped[str] = mapped_column(String(40))
    heading: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(default="")
    removed_on: Mapped[date | None]
    """The day from which an amendment removed it; None while it is part of the text."""

    agreement: Mapped[Agreement] = relationship(lazy="raise_on_sql")
    obligations: Mapped[list[Obligation]] = relationship(
        back_populates="clause", lazy="raise", order_by="Obligation.position"
    )
    rights: Mapped[list[Right]] = relationship(back_populates="clause", lazy="raise", order_by="Right.id")


class Obligation(Model):
    """An obligation of one party under a clause; each due date becomes a commitment."""

    __tablename__ = "obligations"
    __table_args__ = (CheckConstraint("debtor_id <> verifier_id", name="nobody_verifies_itself"),)

    clause_id: Mapped[UUID] = mapped_column(ForeignKey("clauses.id"), index=True)
    position: Mapped[int]
    debtor_id: Mapped[UUID] = mapped_column(ForeignKey("parties.id"), index=True)
    verifier_id: Mapped[UUID] = mapped_column(ForeignKey("parties.id"), index=True)
    text: Mapped[str] = mapped_column(String(200))
    criteria: Mapped[str]
    frequency: Mapped[Frequency] = mapped_column(default=Frequency.ONCE)
    first_due: Mapped[date]
    next_due: Mapped[date | None]
    """The next due date without a commitment; None if all due dates have one."""
    ended_on: Mapped[date | None]
    """The day from which an amendment ended or replaced it; None while it is part of the text."""
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("obligations.id"), index=True)
    """The obligation that this one replaced by an amendment."""

    clause: Mapped[Clause] = relationship(back_populates="obligations", lazy="raise_on_sql")
    debtor: Mapped[Party] = relationship(foreign_keys=[debtor_id], lazy="raise_on_sql")
    verifier: Mapped[Party] = relationship(foreign_keys=[verifier_id], lazy="raise_on_sql")
    commitments: Mapped[list[Commitment]] = relationship(
        secondary=obligation_commitments, lazy="raise", order_by=Commitment.first_due, viewonly=True
    )


class Right(Model):
    """A right or benefit of one party under a clause, recorded so that one-sidedness is visible."""

    __tablename__ = "rights"

    clause_id: Mapped[UUID] = mapped_column(ForeignKey("clauses.id"), index=True)
    holder_id: Mapped[UUID] = mapped_column(ForeignKey("parties.id"), index=True)
    text: Mapped[str] = mapped_column(String(300))
    ended_on: Mapped[date | None]
    """The day from which an amendment ended it; None while it is part of the text."""

    clause: Mapped[Clause] = relationship(back_populates="rights", lazy="raise_on_sql")
    holder: Mapped[Party] = relationship(lazy="raise_on_sql")


class ClauseVersion(Model):
    """A version of a clause: as signed (version 1), and after each amendment or correction.

    A clause has no versions until it is first changed after signature.
    """

    __tablename__ = "clause_versions"
    __table_args__ = (UniqueConstraint("clause_id", "version", name="one_text_per_version"),)

    clause_id: Mapped[UUID] = mapped_column(ForeignKey("clauses.id"))
    version: Mapped[int]
    number: Mapped[str] = mapped_column(String(40))
    heading: Mapped[str] = mapped_column(String(200))
    text: Mapped[str]
    since: Mapped[date | None]
    """The first day on which this text applied; None if the agreement had no such day when it was recorded."""
    amendment_id: Mapped[UUID | None] = mapped_column(ForeignKey("agreement_amendments.id"), index=True)
    """The amendment that made it; None for the text as signed and for corrections."""
    reason: Mapped[str] = mapped_column(default="")
    """Why the register was corrected; empty for other versions."""
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Moment]

    by: Mapped[Person | None] = relationship(lazy="raise_on_sql")
