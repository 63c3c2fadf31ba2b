"""Commitments that follow from decisions of forums and from obligations of agreements."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, Column, ColumnElement, ForeignKey, Index, String, Table, literal_column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.circles.models import Circle
from app.database import UNNESTED, Model, Versioned
from app.database.types import Moment
from app.errors import RuleViolation
from app.organisations.models import Organisation
from commitments.registry.rules import (
    ENDED,
    CommitmentFacts,
    Delivery,
    Funds,
    Particulars,
    Plan,
    Rhythm,
    Verification,
    Visibility,
)

if TYPE_CHECKING:
    from commitments.milestones.models import Milestone

_OVER = ", ".join(repr(state.value) for state in Delivery if state in ENDED)
IS_OPEN: ColumnElement[bool] = literal_column(f"delivery NOT IN ({_OVER})")
"""Condition that a commitment is open. The SQL must equal the predicate of the partial index, or it is not used."""

IS_REPORTED: ColumnElement[bool] = literal_column("rhythm <> 'none'")
"""Condition that the parties agreed how often is reported, as the predicate of a partial index."""

_COUNTED_BY = ("current_due", "code", "delivery", "visibility", "circle_id", "responsible_id", "verifier_id", "id")
"""Sort columns of open commitments, then the columns that decide who may read them: counts use the index alone."""

contributions = Table(
    "contributions",
    Model.metadata,
    Column("commitment_id", ForeignKey("commitments.id"), primary_key=True),
    Column("organisation_id", ForeignKey("organisations.id"), primary_key=True, index=True),
)


def lines_of(criteria: str) -> list[str]:
    """Return the acceptance criteria in a text with one per line, without bullets and empty lines."""
    return [line.strip(" -•") for line in criteria.splitlines() if line.strip(" -•")]


class Commitment(Versioned, Model):
    """An obligation of one organisation with a due date, verified by another organisation.

    Delivery and verification are stored; overdue and on time are derived (`facts`).
    """

    __tablename__ = "commitments"
    __table_args__ = (
        CheckConstraint("responsible_id <> verifier_id", name="nobody_verifies_itself"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress_in_percent"),
        CheckConstraint("weight BETWEEN 1 AND 5", name="weight_one_to_five"),
        Index("ix_commitments_open_due", *_COUNTED_BY, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
        Index("ix_commitments_rhythm", "rhythm", "progress_on", sqlite_where=IS_REPORTED, postgresql_where=IS_REPORTED),
        Index("ix_commitments_current_due_code", "current_due", "code"),
        Index("ix_commitments_delivery_current_due", "delivery", "current_due"),
        Index("ix_commitments_responsible_delivery", "responsible_id", "delivery"),
        Index("ix_commitments_verifier_delivery", "verifier_id", "delivery"),
        Index(  # with the columns from which the health of a forum is computed
            "ix_commitments_circle_delivery",
            "circle_id",
            "delivery",
            "visibility",
            "current_due",
            "accepted_on",
            "progress",
        ),
    )

    code: Mapped[str] = mapped_column(String(20), unique=True)
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circles.id"))
    visibility: Mapped[Visibility]
    title: Mapped[str] = mapped_column(String(200))
    criteria: Mapped[str]
    """Acceptance criteria, one per line."""
    responsible_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    responsible_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    verifier_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    first_due: Mapped[date]
    """The date that both sides first agreed on, by acceptance or by a counter-proposal that was accepted; it decides
    whether the delivery was on time. Extensions never change it. Before agreement it is the proposed date."""
    current_due: Mapped[date]
    counter_due: Mapped[date | None]
    """The date that the responsible party counter-proposed; set while delivery is counter_proposed."""
    weight: Mapped[int] = mapped_column(default=3)
    evidence_required: Mapped[bool] = mapped_column(default=True)
    delivery: Mapped[Delivery] = mapped_column(default=Delivery.PROPOSED)
    verification: Mapped[Verification] = mapped_column(default=Verification.UNVERIFIED)
    progress: Mapped[int] = mapped_column(default=0)
    progress_on: Mapped[date | None]
    plan: Mapped[Plan | None]
    plan_note: Mapped[str] = mapped_column(String(200), default="", server_default="")
    funds: Mapped[Funds | None]
    funds_note: Mapped[str] = mapped_column(String(200), default="", server_default="")
    rhythm: Mapped[Rhythm] = mapped_column(default=Rhythm.NONE, server_default=Rhythm.NONE.value)
    """How often the responsible party reports; when the next report is due is derived."""
    language: Mapped[str] = mapped_column(String(8))
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[Moment]
    accepted_on: Mapped[date | None]
    submitted_at: Mapped[Moment | None]
    met_on: Mapped[date | None] = mapped_column(index=True)
    ended_at: Mapped[Moment | None]

    circle: Mapped[Circle] = relationship(lazy="joined", innerjoin=UNNESTED)
    responsible: Mapped[Organisation] = relationship(foreign_keys=[responsible_id], lazy="joined", innerjoin=UNNESTED)
    verifier: Mapped[Organisation] = relationship(foreign_keys=[verifier_id], lazy="joined", innerjoin=UNNESTED)
    responsible_person: Mapped[Person | None] = relationship(foreign_keys=[responsible_person_id])
    contributors: Mapped[list[Organisation]] = relationship(secondary=contributions)
    milestones: Mapped[list[Milestone]] = relationship(
        back_populates="commitment", order_by="Milestone.due, Milestone.id"
    )

    @property
    def facts(self) -> CommitmentFacts:
        """Return the facts that the rules evaluate."""
        return CommitmentFacts(
            delivery=self.delivery,
            first_due=self.first_due,
            current_due=self.current_due,
            progress=self.progress,
            accepted_on=self.accepted_on,
            met_on=self.met_on,
            rhythm=self.rhythm,
            reported_on=self.progress_on,
        )

    @property
    def particulars(self) -> Particulars:
        """Return the plan, the funds and the rhythm of reports."""
        return Particulars(
            rhythm=self.rhythm,
            plan=self.plan,
            plan_note=self.plan_note,
            funds=self.funds,
            funds_note=self.funds_note,
        )

    @property
    def criteria_lines(self) -> list[str]:
        """Return the acceptance criteria as a list."""
        return lines_of(self.criteria)

    def require(self, *states: Delivery, even_disputed: bool = False) -> None:
        """Raise RuleViolation unless delivery is in one of `states`, or while a finding is disputed."""
        if self.verification is Verification.DISPUTED and not even_disputed:
            raise RuleViolation(_l("The finding is disputed. This is possible again when the mediation has ended."))
        if self.delivery not in states:
            raise RuleViolation(
                _l("This is no longer possible: the commitment has changed. Reload the page to see its status.")
            )
