"""Amendments of agreements: what they change, and what the parties say of their drafts."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agreements.amendments.rules import AmendmentState, Stance, Terms
from agreements.clauses.models import Clause, Obligation, Right
from agreements.clauses.rules import Frequency
from agreements.documents.models import Document
from agreements.registry.models import Agreement, Party
from app.accounts.models import Person
from app.database import UNNESTED, Model, Versioned
from app.database.types import Moment
from app.errors import NotNow
from commitments.delivery.models import Source

OVER = (AmendmentState.APPLIED, AmendmentState.WITHDRAWN)
_OPEN = text("state NOT IN ('applied', 'withdrawn')")


class Addendum(Versioned, Model):
    """An amendment of an agreement ("Adendum 1"), named after its paper because minutes have amendments too.

    Nothing of its agreement changes until it is applied, in one act. An agreement has one open amendment at most.
    Amendments that were not withdrawn are numbered from 1.
    """

    __tablename__ = "agreement_amendments"
    __table_args__ = (
        Index("ix_agreement_amendments_agreement_number", "agreement_id", "number"),
        Index("one_open_amendment", "agreement_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        CheckConstraint("number > 0", name="numbered_from_one"),
    )

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    rationale: Mapped[str]
    basis: Mapped[str] = mapped_column(String(300), default="")
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("agreement_documents.id"))
    """A document of the agreement on which it is based."""
    state: Mapped[AmendmentState] = mapped_column(default=AmendmentState.DRAFT)
    draft: Mapped[int] = mapped_column(default=1)
    """The number of the draft that the parties read; it rises when the amendment goes back to draft."""
    effective_on: Mapped[date]
    """The first day of the changed text; commitments due before it keep their terms."""
    changes_end: Mapped[bool] = mapped_column(default=False)
    new_end: Mapped[date | None]
    """The new end of the agreement if `changes_end`; None: no end."""
    based_on: Mapped[str] = mapped_column(String(64))
    """Digest of the text and dates of the agreement that the draft changes (`terms_digest`)."""
    drafted_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    drafted_at: Mapped[Moment]
    changed_at: Mapped[Moment]
    sent_at: Mapped[Moment | None]
    """When the present draft was sent to the parties."""
    signed_on: Mapped[date | None]
    applied_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    applied_at: Mapped[Moment | None]
    reason: Mapped[str] = mapped_column(default="")
    """Why it was withdrawn."""
    record: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What the page showed when it was applied or withdrawn (`records.recorded`), so that nothing alters it later."""

    agreement: Mapped[Agreement] = relationship(lazy="raise_on_sql")
    document: Mapped[Document | None] = relationship(lazy="raise_on_sql")
    drafted_by: Mapped[Person] = relationship(foreign_keys=[drafted_by_id], lazy="joined", innerjoin=UNNESTED)
    clauses: Mapped[list[ClauseChange]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="ClauseChange.number"
    )
    obligations: Mapped[list[ObligationChange]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="ObligationChange.text"
    )
    rights: Mapped[list[RightChange]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="RightChange.text"
    )

    @property
    def circle_id(self) -> UUID:
        """Return the circle of the agreement, whose classification reaches the amendment."""
        return self.agreement.circle_id

    @property
    def is_open(self) -> bool:
        """Return whether it was neither applied nor withdrawn."""
        return self.state not in OVER

    def require(self, *states: AmendmentState) -> None:
        """Raise NotNow unless the amendment is in one of `states`."""
        if self.state not in states:
            raise NotNow(_l("This is no longer possible: the amendment has moved on. Reload the page to see where."))


class ClauseChange(Model):
    """A clause that an amendment changes, removes (`removes`) or adds (without `clause_id`), as it will read."""

    __tablename__ = "amendment_clauses"
    __table_args__ = (UniqueConstraint("amendment_id", "clause_id", name="one_change_per_clause"),)

    amendment_id: Mapped[UUID] = mapped_column(ForeignKey("agreement_amendments.id"))
    clause_id: Mapped[UUID | None] = mapped_column(ForeignKey("clauses.id"), index=True)
    removes: Mapped[bool] = mapped_column(default=False)
    number: Mapped[str] = mapped_column(String(40))
    heading: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(default="")

    amendment: Mapped[Addendum] = relationship(back_populates="clauses", lazy="raise_on_sql")
    clause: Mapped[Clause | None] = relationship(lazy="raise_on_sql")


class ObligationChange(Model):
    """An obligation that an amendment changes, ends (`ends`) or adds (without `obligation_id`), as it will be.

    A new one belongs to a clause of the agreement, or to one that the amendment adds.
    """

    __tablename__ = "amendment_obligations"
    __table_args__ = (
        UniqueConstraint("amendment_id", "obligation_id", name="one_change_per_obligation"),
        CheckConstraint("debtor_id <> verifier_id", name="nobody_verifies_itself"),
        CheckConstraint("(clause_id IS NULL) <> (clause_change_id IS NULL)", name="under_one_clause"),
    )

    amendment_id: Mapped[UUID] = mapped_column(ForeignKey("agreement_amendments.id"))
    obligation_id: Mapped[UUID | None] = mapped_column(ForeignKey("obligations.id"), index=True)
    clause_id: Mapped[UUID | None] = mapped_column(ForeignKey("clauses.id"), index=True)
    clause_change_id: Mapped[UUID | None] = mapped_column(ForeignKey("amendment_clauses.id"), index=True)
    ends: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(String(200))
    criteria: Mapped[str]
    debtor_id: Mapped[UUID] = mapped_column(ForeignKey("parties.id"), index=True)
    verifier_id: Mapped[UUID] = mapped_column(ForeignKey("parties.id"), index=True)
    frequency: Mapped[Frequency]
    first_due: Mapped[date]

    amendment: Mapped[Addendum] = relationship(back_populates="obligations", lazy="raise_on_sql")
    obligation: Mapped[Obligation | None] = relationship(lazy="raise_on_sql")

    @property
    def terms(self) -> Terms:
        """Return the terms of the obligation after the amendment."""
        return Terms(
            text=self.text,
            criteria=self.criteria,
            debtor_id=self.debtor_id,
            verifier_id=self.verifier_id,
            frequency=self.frequency,
            first_due=self.first_due,
        )


class RightChange(Model):
    """A right that an amendment ends (`ends`) or adds (without `right_id`)."""

    __tablename__ = "amendment_rights"
    __table_args__ = (
        UniqueConstraint("amendment_id", "right_id", name="one_change_per_right"),
        CheckConstraint("(clause_id IS NULL) <> (clause_change_id IS NULL)", name="under_one_clause"),
    )

    amendment_id: Mapped[UUID] = mapped_column(ForeignKey("agreement_amendments.id"))
    right_id: Mapped[UUID | None] = mapped_column(ForeignKey("rights.id"), index=True)
    clause_id: Mapped[UUID | None] = mapped_column(ForeignKey("clauses.id"), index=True)
    clause_change_id: Mapped[UUID | None] = mapped_column(ForeignKey("amendment_clauses.id"), index=True)
    ends: Mapped[bool] = mapped_column(default=False)
    holder_id: Mapped[UUID] = mapped_column(ForeignKey("parties.id"), index=True)
    text: Mapped[str] = mapped_column(String(300))

    amendment: Mapped[Addendum] = relationship(back_populates="rights", lazy="raise_on_sql")
    right: Mapped[Right | None] = relationship(lazy="raise_on_sql")


class AmendmentPosition(Model):
    """What a party said of a draft; its latest one of the present draft counts."""

    __tablename__ = "amendment_positions"
    __table_args__ = (Index("ix_amendment_positions_amendment_draft", "amendment_id", "draft"),)

    amendment_id: Mapped[UUID] = mapped_column(ForeignKey("agreement_amendments.id"))
    party_id: Mapped[UUID] = mapped_column(ForeignKey("parties.id"), index=True)
    draft: Mapped[int]
    stance: Mapped[Stance]
    clause: Mapped[str] = mapped_column(String(40), default="")
    """The number of the clause on which the party bargains; empty: the whole."""
    words: Mapped[str] = mapped_column(default="")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Moment]
    by_link: Mapped[bool] = mapped_column(default=False)
    source: Mapped[Source | None]
    """How the party informed the coordinator who recorded it on its behalf; None if it said so itself."""
    said_on: Mapped[date | None]
    """The day on which it did."""

    party: Mapped[Party] = relationship(lazy="raise_on_sql")
    by: Mapped[Person] = relationship(lazy="raise_on_sql")
