"""Dispositions within an organisation."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, literal_column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import Model
from app.database.types import Moment
from app.dispositions.rules import OPEN, DispositionState

_OPEN = ", ".join(repr(state.value) for state in DispositionState if state in OPEN)
IS_OPEN: ColumnElement[bool] = literal_column(f"state IN ({_OPEN})")
"""Condition that a disposition is open. The SQL must equal the predicate of the partial index."""


class Disposition(Model):
    """An instruction with which someone passes a thing on to a colleague of the same organisation.

    `subject_type` and `subject_id` identify the thing, of a model that a feature registered with `add_matter`. An
    organisation has one open disposition of a thing at most: a new one replaces it.
    """

    __tablename__ = "dispositions"
    __table_args__ = (
        CheckConstraint("giver_id <> receiver_id", name="to_somebody_else"),
        Index(
            "one_open_disposition_per_thing",
            "subject_id",
            "organisation_id",
            unique=True,
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
        Index("ix_dispositions_subject_organisation", "subject_id", "organisation_id", "given_at"),
        Index("ix_dispositions_receiver_state", "receiver_id", "state", "due"),
        Index("ix_dispositions_giver_state", "giver_id", "state", "due"),
    )

    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    giver_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    receiver_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    instruction: Mapped[str]
    due: Mapped[date]
    state: Mapped[DispositionState] = mapped_column(default=DispositionState.GIVEN)
    given_at: Mapped[Moment]
    taken_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]
    answer: Mapped[str] = mapped_column(default="")
    """The answer of the receiver, or the reason for passing it back."""

    giver: Mapped[Person] = relationship(foreign_keys=[giver_id])
    receiver: Mapped[Person] = relationship(foreign_keys=[receiver_id])

    @property
    def is_open(self) -> bool:
        """Return whether it awaits its receiver."""
        return self.state in OPEN
