"""Models of redactions, the parts that they withhold, and replaced editions of published minutes."""

from __future__ import annotations

import enum
from datetime import date
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import Model, Versioned
from app.database.types import Moment
from forums.minutes.models import Minutes


class RedactionState(enum.Enum):
    """The status of a redaction. At most one per minutes is DRAFT or PROPOSED, and at most one IN_FORCE."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    REFUSED = "refused"
    REPLACED = "replaced"
    DISCARDED = "discarded"


OPEN = frozenset({RedactionState.DRAFT, RedactionState.PROPOSED})


class LegalBasis(enum.Enum):
    """The legal basis for withholding a part of minutes."""

    PERSONAL_DATA = "personal_data"
    PRIVATE_INFORMATION = "private_information"
    SYSTEM_SECURITY = "system_security"
    TRADE_SECRET = "trade_secret"
    CONFIDENTIALITY = "confidentiality"
    OTHER = "other"


class Redaction(Versioned, Model):
    """What one edition of published minutes withholds: marked by one person, approved by another."""

    __tablename__ = "redactions"
    __table_args__ = (Index("ix_redactions_minutes_state", "minutes_id", "state"),)

    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"))
    state: Mapped[RedactionState] = mapped_column(default=RedactionState.DRAFT, index=True)
    kept: Mapped[list[str]] = mapped_column(default=list)
    """The names of people that are published."""
    reason: Mapped[str] = mapped_column(default="")
    """Why a new edition replaces the published one; empty for the first edition."""
    begun_at: Mapped[Moment]
    marked_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    """The only person who changes the marks, and who may not approve them."""
    asked_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """The person asked to approve; others who may approve can do so as well."""
    proposed_at: Mapped[Moment | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[Moment | None]
    answer: Mapped[str] = mapped_column(default="")
    """The reason for a refusal."""

    minutes: Mapped[Minutes] = relationship(lazy="raise_on_sql")
    marked_by: Mapped[Person] = relationship(foreign_keys=[marked_by_id], lazy="raise_on_sql")
    asked: Mapped[Person | None] = relationship(foreign_keys=[asked_id], lazy="raise_on_sql")
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id], lazy="raise_on_sql")
    withholdings: Mapped[list[Withholding]] = relationship(
        lazy="raise_on_sql", order_by="Withholding.position", cascade="all, delete-orphan"
    )

    @property
    def circle_id(self) -> UUID:
        """The circle whose classification decides who may know of the redaction."""
        return self.minutes.circle_id


class Withholding(Model):
    """A part of minutes that the public does not read: sentences of a passage, the wording of a decision, or a title.

    `sentences` are the positions of the sentences of a passage, from 0; [0] for a decision and a title.
    """

    __tablename__ = "withholdings"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN passage_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN decision_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN agenda_item_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="withholds_one_part",
        ),
        UniqueConstraint("redaction_id", "position", name="one_withholding_per_position"),
    )

    redaction_id: Mapped[UUID] = mapped_column(ForeignKey("redactions.id"))
    position: Mapped[int]
    passage_id: Mapped[UUID | None] = mapped_column(ForeignKey("passages.id"), index=True)
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    agenda_item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    sentences: Mapped[list[int]] = mapped_column(JSON)
    basis: Mapped[LegalBasis | None]
    """None while the marks are a draft."""
    other_basis: Mapped[str] = mapped_column(String(200), default="")
    """The basis in words, if it is OTHER."""
    until: Mapped[date | None] = mapped_column(index=True)
    """The last day on which it is withheld; None for no end."""
    instead: Mapped[str] = mapped_column(String(300), default="")
    """What the public reads in its place."""
    announced_at: Mapped[Moment | None]
    """When coordinators were notified that `until` has passed."""


class EarlierEdition(Model):
    """A replaced edition of published minutes, which can still be verified by its hash. Its text is not served."""

    __tablename__ = "earlier_editions"
    __table_args__ = (UniqueConstraint("minutes_id", "edition", name="one_row_per_edition"),)

    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"))
    edition: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    published_at: Mapped[Moment]
    replaced_at: Mapped[Moment]
    redaction_id: Mapped[UUID] = mapped_column(ForeignKey("redactions.id"))
    """The redaction whose edition replaced it."""
