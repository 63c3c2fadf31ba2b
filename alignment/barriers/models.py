"""Barriers with what they hinder, the blockers from which they arose, and where they were discussed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agreements.registry.models import Agreement
from alignment.regulations.models import Regulation
from alignment.services.models import Service
from app.circles.models import Circle
from app.database import Model, Versioned
from app.database.types import Moment
from app.organisations.models import Organisation
from commitments.blockers.models import BlockerKind
from commitments.registry.models import Commitment


class Barrier(Versioned, Model):
    """A barrier, open while `resolved_on` is null. One with a circle is known to those alone who may know of that."""

    __tablename__ = "barriers"
    __table_args__ = (
        CheckConstraint("resolved_on IS NULL OR resolution <> ''", name="resolved_somehow"),
        Index("ix_barriers_resolved_since", "resolved_on", "since"),
    )

    kind: Mapped[BlockerKind]
    title: Mapped[str] = mapped_column(String(160))
    text: Mapped[str] = mapped_column(default="")
    since: Mapped[date]
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    """The organisation that can remove it; None: nobody is known yet."""
    owner_office: Mapped[str] = mapped_column(String(160), default="")
    """The office within it, such as "Kepala DPMPTSP"."""
    circle_id: Mapped[UUID | None] = mapped_column(ForeignKey("circles.id"), index=True)
    regulation_id: Mapped[UUID | None] = mapped_column(ForeignKey("regulations.id"), index=True)
    head_told_at: Mapped[Moment | None]
    """When the head, or a focal point, of the organisation that can remove it was told last."""
    escalated_at: Mapped[Moment | None]
    """When it was put before leadership, by a person or because it grew old."""
    directive_id: Mapped[UUID | None] = mapped_column(ForeignKey("directives.id"), index=True)
    """What leadership directed about it."""
    resolved_on: Mapped[date | None]
    resolution: Mapped[str] = mapped_column(default="")
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    """The decision by which it was resolved."""
    resolved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    raised_at: Mapped[Moment]
    raised_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))

    owner: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")
    circle: Mapped[Circle | None] = relationship(lazy="raise_on_sql")
    regulation: Mapped[Regulation | None] = relationship(lazy="raise_on_sql")
    effects: Mapped[list[BarrierEffect]] = relationship(back_populates="barrier", lazy="raise")


class BarrierEffect(Model):
    """What a barrier hinders since a day: exactly one service, commitment or agreement. `part`: what of it hinders."""

    __tablename__ = "barrier_effects"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN service_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN commitment_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN agreement_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="hinders_one_thing",
        ),
    )

    barrier_id: Mapped[UUID] = mapped_column(ForeignKey("barriers.id"), index=True)
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("services.id"), index=True)
    commitment_id: Mapped[UUID | None] = mapped_column(ForeignKey("commitments.id"), index=True)
    agreement_id: Mapped[UUID | None] = mapped_column(ForeignKey("agreements.id"), index=True)
    part: Mapped[str] = mapped_column(String(200), default="")
    since: Mapped[date]

    barrier: Mapped[Barrier] = relationship(back_populates="effects", lazy="raise_on_sql")
    service: Mapped[Service | None] = relationship(lazy="raise_on_sql")
    commitment: Mapped[Commitment | None] = relationship(lazy="raise_on_sql")
    agreement: Mapped[Agreement | None] = relationship(lazy="raise_on_sql")


barrier_blockers = Table(
    "barrier_blockers",
    Model.metadata,
    Column("barrier_id", ForeignKey("barriers.id"), primary_key=True),
    Column("blocker_id", ForeignKey("blockers.id"), primary_key=True, unique=True),
)
"""Blockers of commitments that a barrier explains; each belongs to one barrier at most."""

barrier_agenda_items = Table(
    "barrier_agenda_items",
    Model.metadata,
    Column("barrier_id", ForeignKey("barriers.id"), primary_key=True),
    Column("agenda_item_id", ForeignKey("agenda_items.id"), primary_key=True, index=True),
)
"""Agenda items under which a barrier is discussed."""
