"""Agreements and their parties."""

from __future__ import annotations

import enum
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, UniqueConstraint, func
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agreements.registry.rules import MAKING, Renewal, Stage, Term
from app.circles.models import Circle, Seat
from app.clock import local_date
from app.database import UNNESTED, Model, Versioned
from app.database.types import Moment
from app.errors import RuleViolation


class AgreementKind(enum.Enum):
    """Kinds of agreement; can be corrected at any stage."""

    NOTA_KESEPAKATAN = "nota_kesepakatan"
    KESEPAKATAN_BERSAMA = "kesepakatan_bersama"
    PERJANJIAN_KERJA_SAMA = "perjanjian_kerja_sama"
    ADDENDUM = "addendum"
    INTERNAL_NOTE = "internal_note"


def _day_of_creation(context: Any) -> date:
    return local_date(context.get_current_parameters()["created_at"])


class Agreement(Versioned, Model):
    """An agreement. Its circle has the seats of the parties and the classification; validity follows from dates."""

    __tablename__ = "agreements"
    __table_args__ = (
        CheckConstraint("expires_on IS NULL OR effective_on IS NULL OR expires_on >= effective_on", name="ends_last"),
        CheckConstraint("notice_days >= 0", name="notice_not_negative"),
    )

    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circles.id"), unique=True)
    kind: Mapped[AgreementKind] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(default="")
    stage: Mapped[Stage] = mapped_column(default=Stage.DRAFT, index=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agreements.id"), index=True)
    """The agreement that this one carries out or amends."""
    renews_id: Mapped[UUID | None] = mapped_column(ForeignKey("agreements.id"), index=True)
    """The agreement that this one renews."""
    signed_on: Mapped[date | None]
    signed_at_place: Mapped[str] = mapped_column(String(200), default="")
    effective_on: Mapped[date | None]
    expires_on: Mapped[date | None] = mapped_column(index=True)
    notice_days: Mapped[int] = mapped_column(default=30)
    renewal: Mapped[Renewal] = mapped_column(default=Renewal.EXPRESS)
    ended_on: Mapped[date | None]
    """The last day in force if it was terminated, or the day on which it was cancelled."""
    end_reason: Mapped[str] = mapped_column(default="")
    keeper_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    """The person responsible for it, in whose name the commitments of later periods are proposed."""
    language: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[Moment]
    stage_since: Mapped[date] = mapped_column(default=_day_of_creation)
    """The day on which it came into its stage."""
    notified_for: Mapped[date | None]
    """The end (`expires_on`) whose notice date was already announced."""

    circle: Mapped[Circle] = relationship(lazy="joined", innerjoin=UNNESTED)
    parties: Mapped[list[Party]] = relationship(
        back_populates="agreement", lazy="raise", order_by="Party.position", cascade="all, delete-orphan"
    )

    @property
    def term(self) -> Term:
        """Return the stage and dates that the rules evaluate."""
        return Term(
            stage=self.stage,
            effective_on=self.effective_on,
            expires_on=self.expires_on,
            notice_days=self.notice_days,
        )

    @property
    def last_day(self) -> date | None:
        """Return the last day in force: its end or, if earlier, the day of termination. None: it has no end."""
        return min(filter(None, (self.expires_on, self.ended_on)), default=None)

    @property
    def facts(self) -> dict[str, Any]:
        """Return the facts whose earlier values the audit log keeps."""
        names = ("stage", "title", "kind", "effective_on", "expires_on", "notice_days")
        return {name: getattr(self, name) for name in names} | {"classification": self.circle.classification}

    def enter(self, stage: Stage, on: date) -> None:
        """Bring it into another stage, on a day."""
        self.stage, self.stage_since = stage, on

    @property
    def is_being_made(self) -> bool:
        """Return whether it is in a stage before signature, in which its parties can change."""
        return self.stage in MAKING

    @hybrid_property
    def ends(self) -> date:
        """Return the end as a sort key that orders agreements without an end last."""
        return self.expires_on or date.max

    @ends.inplace.expression
    @classmethod
    def _ends(cls) -> ColumnElement[date]:
        return func.coalesce(cls.expires_on, date.max)

    @property
    def in_order(self) -> list[Party]:
        """Return the parties in the order of the text."""
        return sorted(self.parties, key=lambda party: party.position)

    def side_of(self, organisation_id: UUID) -> Party | None:
        """Return the party of an organisation, or None."""
        return next((party for party in self.parties if party.seat.organisation_id == organisation_id), None)

    def require(self, *stages: Stage) -> None:
        """Raise RuleViolation unless the agreement is in one of `stages`."""
        if self.stage not in stages:
            raise RuleViolation(
                _l("This is no longer possible: the agreement has moved on. Reload the page to see where.")
            )


class Party(Model):
    """A party. `position` is its order in the text, from 1 (Pihak Kesatu). Its number is entered, never generated."""

    __tablename__ = "parties"
    __table_args__ = (CheckConstraint("position > 0", name="counted_from_one"),)

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"), index=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seats.id"), unique=True)
    position: Mapped[int]
    reference_number: Mapped[str] = mapped_column(String(100), default="")
    signatory_name: Mapped[str] = mapped_column(String(200), default="")
    signatory_position: Mapped[str] = mapped_column(String(200), default="")
    authority: Mapped[str] = mapped_column(String(300), default="")
    """What empowers the signatory, such as a power of attorney and its number."""
    signed_as: Mapped[str] = mapped_column(String(200), default="")
    """The name of the organisation when the agreement was signed, which later names and successors do not change."""
    objection: Mapped[str] = mapped_column(default="")
    """Why the party objects to what happens at the end of the agreement; the audit log has who wrote it."""
    objected_to: Mapped[date | None]
    """The end (`Agreement.expires_on`) to which it objected; an objection ends when that end changes."""

    agreement: Mapped[Agreement] = relationship(back_populates="parties")
    seat: Mapped[Seat] = relationship(lazy="joined", innerjoin=UNNESTED)

    def objects_to(self, end: date | None) -> bool:
        """Return whether the party objects to what happens at this end of the agreement."""
        return self.objected_to is not None and self.objected_to == end


class TacitRenewal(Model):
    """A term that ended and was followed by another of the same length, because no party objected."""

    __tablename__ = "tacit_renewals"
    __table_args__ = (UniqueConstraint("agreement_id", "ended_on", name="one_renewal_per_end"),)

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"))
    ended_on: Mapped[date]
    """The last day of the term that ended."""
    expires_on: Mapped[date]
    """The last day of the term that followed."""
    at: Mapped[Moment]
