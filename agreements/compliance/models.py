"""What parties state about their rights, and issued evaluations of agreements."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint, literal_column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agreements.clauses.models import Right
from agreements.registry.models import Agreement
from app.accounts.models import Person
from app.database import UNNESTED, Model
from app.database.types import Moment
from commitments.delivery.models import Source

_STANDS: ColumnElement[bool] = literal_column("withdrawn_at IS NULL")


class RightReceipt(Model):
    """A statement of the party that holds a right, that it received it on a day or did not receive it.

    A coordinator may record what the party told, with the source. One statement about a right stands at a time; those
    that were withdrawn, with a reason, or followed by a later one are kept. They go with the right if it is removed.
    """

    __tablename__ = "right_receipts"
    __table_args__ = (
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by_somebody"),
        CheckConstraint("(source IS NULL) = (said_on IS NULL)", name="told_with_a_source"),
        Index(
            "one_standing_receipt_per_right",
            "right_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    right_id: Mapped[UUID] = mapped_column(ForeignKey("rights.id", ondelete="CASCADE"), index=True)
    received_on: Mapped[date | None]
    """None: the party states that it did not receive it."""
    text: Mapped[str] = mapped_column(default="")
    stated_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    stated_at: Mapped[Moment]
    source: Mapped[Source | None]
    """How the party informed the coordinator who recorded it on its behalf; None if it stated so itself."""
    said_on: Mapped[date | None]
    """The day on which it did."""
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_at: Mapped[Moment | None]
    withdrawal_reason: Mapped[str] = mapped_column(default="")

    right: Mapped[Right] = relationship(lazy="raise_on_sql")
    stated_by: Mapped[Person] = relationship(foreign_keys=[stated_by_id], lazy="joined", innerjoin=UNNESTED)


class Evaluation(Model):
    """The statement of an agreement for the evaluation of a year, as it was issued; `version` counts from 1.

    `content` is what the document shows (see `statement.content_of`). A later version replaces an earlier one.
    """

    __tablename__ = "agreement_evaluations"
    __table_args__ = (UniqueConstraint("agreement_id", "year", "version", name="one_evaluation_per_version"),)

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"))
    year: Mapped[int]
    version: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    issued_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    issued_at: Mapped[Moment]

    agreement: Mapped[Agreement] = relationship(lazy="raise_on_sql")
    issued_by: Mapped[Person] = relationship(lazy="joined", innerjoin=UNNESTED)
