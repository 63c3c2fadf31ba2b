"""Competences, the levels of organisations, rounds of asking for them, training sessions and their evaluations."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import Model, Versioned
from app.database.types import Moment
from app.organisations.models import Organisation
from forums.scheduling.models import Session


class Competence(Versioned, Model):
    """A competence that organisations need. Archived ones are neither asked for nor counted."""

    __tablename__ = "competences"

    name: Mapped[str] = mapped_column(String(120), unique=True)
    position: Mapped[int]
    archived_at: Mapped[Moment | None]
    created_at: Mapped[Moment]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))


class CompetenceLevel(Model):
    """What an organisation needs and has of a competence, from 0 to 4. Rows are added; the highest `number` counts."""

    __tablename__ = "competence_levels"
    __table_args__ = (
        CheckConstraint("needed BETWEEN 0 AND 4 AND held BETWEEN 0 AND 4", name="from_zero_to_four"),
        UniqueConstraint("organisation_id", "competence_id", "number", name="one_level_per_number"),
        UniqueConstraint("training_id", "organisation_id", name="one_rise_per_training"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    competence_id: Mapped[UUID] = mapped_column(ForeignKey("competences.id"), index=True)
    number: Mapped[int]
    """Counts the levels of an organisation in a competence, from 1."""
    needed: Mapped[int]
    held: Mapped[int]
    source: Mapped[str] = mapped_column(String(300), default="")
    """How a coordinator knows, who recorded it on behalf of the organisation; "" if its own people did."""
    training_id: Mapped[UUID | None] = mapped_column(ForeignKey("trainings.id"))
    """The training after which the level was raised."""
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Moment]

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    competence: Mapped[Competence] = relationship(lazy="raise_on_sql")
    by: Mapped[Person] = relationship(lazy="raise_on_sql")

    @property
    def public_source(self) -> str:
        """The source, but "" after a training: its forum may be one of which not everybody knows."""
        return "" if self.training_id else self.source


class CompetenceRound(Model):
    """Organisations were asked for their levels. The first time a coordinator asks; later the half-yearly job does."""

    __tablename__ = "competence_rounds"

    at: Mapped[Moment]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    asked: Mapped[int]
    """The number of organisations that were asked."""


class Training(Versioned, Model):
    """The purpose of a session of a training forum: the competence that it teaches. Who came is its attendance."""

    __tablename__ = "trainings"
    __table_args__ = (CheckConstraint("seats IS NULL OR seats > 0", name="has_seats"),)

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), unique=True)
    competence_id: Mapped[UUID] = mapped_column(ForeignKey("competences.id"), index=True)
    seats: Mapped[int | None]
    """How many people can take part; None: no limit."""
    barrier_id: Mapped[UUID | None] = mapped_column(ForeignKey("barriers.id"), index=True)
    """The barrier that the training answers."""
    planned_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    planned_at: Mapped[Moment]

    session: Mapped[Session] = relationship(lazy="raise_on_sql")
    competence: Mapped[Competence] = relationship(lazy="raise_on_sql")


class TrainingEvaluation(Model):
    """What a participant thinks of a training: a score from 1 to 5. Organisers read the words without the name."""

    __tablename__ = "training_evaluations"
    __table_args__ = (
        CheckConstraint("score BETWEEN 1 AND 5", name="from_one_to_five"),
        UniqueConstraint("training_id", "person_id", name="one_evaluation_each"),
    )

    training_id: Mapped[UUID] = mapped_column(ForeignKey("trainings.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    score: Mapped[int]
    words: Mapped[str] = mapped_column(default="")
    at: Mapped[Moment]
