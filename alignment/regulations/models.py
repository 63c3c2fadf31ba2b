"""Regulations with their relations, marks for review, revisions, and what they are linked to."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from alignment.regulations.rules import Level, RelationKind, RevisionStage, citation
from app.database import Model, Versioned
from app.database.types import Moment
from app.files.models import StoredFile
from app.organisations.models import Organisation


class Regulation(Versioned, Model):
    """A regulation. Whether it is in force or being revised is derived; Selaras never calls one outdated by itself."""

    __tablename__ = "regulations"
    __table_args__ = (UniqueConstraint("level", "number", "year", name="one_regulation_per_number"),)

    level: Mapped[Level]
    number: Mapped[str] = mapped_column(String(60))
    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(300), default="")
    issuer_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    issuer: Mapped[str] = mapped_column(String(160), default="")
    """The office that can revise it, such as "Kepala DPMPTSP"; it may belong to no organisation that is known here."""
    consulted: Mapped[str] = mapped_column(String(300), default="")
    """Whose opinion a revision needs."""
    url: Mapped[str] = mapped_column(String(500), default="")
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("files.id"))
    repealed_on: Mapped[date | None]
    created_at: Mapped[Moment]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))

    issuing: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")
    file: Mapped[StoredFile | None] = relationship(lazy="raise_on_sql")

    @property
    def citation(self) -> str:
        """Return how it is cited in short, such as "Perpres 95/2018"."""
        return citation(self.level, self.number, self.year)

    def is_repealed(self, today: date) -> bool:
        """Return whether it was repealed by `today`."""
        return self.repealed_on is not None and self.repealed_on <= today


class RegulationRelation(Model):
    """What regulation `from_id` is to the earlier `to_id`."""

    __tablename__ = "regulation_relations"
    __table_args__ = (
        CheckConstraint("from_id <> to_id", name="between_two"),
        UniqueConstraint("from_id", "to_id", "kind", name="one_relation_of_a_kind"),
    )

    from_id: Mapped[UUID] = mapped_column(ForeignKey("regulations.id"))
    to_id: Mapped[UUID] = mapped_column(ForeignKey("regulations.id"), index=True)
    kind: Mapped[RelationKind]


class ReviewMark(Model):
    """A person's mark that a regulation should be reviewed, with a reason; it stands until it is lifted."""

    __tablename__ = "review_marks"

    regulation_id: Mapped[UUID] = mapped_column(ForeignKey("regulations.id"), index=True)
    reason: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Moment]
    lifted_at: Mapped[Moment | None]
    lifted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    lifted_reason: Mapped[str] = mapped_column(default="")


class Revision(Versioned, Model):
    """The revision of a regulation; one at most is open. Its stage is the last one that it entered."""

    __tablename__ = "revisions"

    regulation_id: Mapped[UUID] = mapped_column(ForeignKey("regulations.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    stage: Mapped[RevisionStage]
    holder_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    """The organisation that has it in hand."""
    created_at: Mapped[Moment]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))

    regulation: Mapped[Regulation] = relationship(lazy="raise_on_sql")
    holder: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")
    steps: Mapped[list[RevisionStep]] = relationship(lazy="raise")


class RevisionStep(Model):
    """A stage of a revision: when it was entered, or for when it is planned."""

    __tablename__ = "revision_steps"
    __table_args__ = (UniqueConstraint("revision_id", "stage", name="one_step_per_stage"),)

    revision_id: Mapped[UUID] = mapped_column(ForeignKey("revisions.id"))
    stage: Mapped[RevisionStage]
    entered_on: Mapped[date | None]
    planned_on: Mapped[date | None]


revision_commitments = Table(
    "revision_commitments",
    Model.metadata,
    Column("revision_id", ForeignKey("revisions.id"), primary_key=True),
    Column("commitment_id", ForeignKey("commitments.id"), primary_key=True, index=True),
)
"""Commitments that carry a revision forward."""

regulation_circles = Table(
    "regulation_circles",
    Model.metadata,
    Column("regulation_id", ForeignKey("regulations.id"), primary_key=True),
    Column("circle_id", ForeignKey("circles.id"), primary_key=True, index=True),
)
"""Forums and agreements that work under a regulation, by their circle."""

regulation_decisions = Table(
    "regulation_decisions",
    Model.metadata,
    Column("regulation_id", ForeignKey("regulations.id"), primary_key=True),
    Column("decision_id", ForeignKey("decisions.id"), primary_key=True, index=True),
)
"""Decisions that name a regulation."""

regulation_agenda_items = Table(
    "regulation_agenda_items",
    Model.metadata,
    Column("regulation_id", ForeignKey("regulations.id"), primary_key=True),
    Column("agenda_item_id", ForeignKey("agenda_items.id"), primary_key=True, index=True),
)
"""Agenda items under which a regulation is discussed."""
