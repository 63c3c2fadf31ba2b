"""Services with the history of their status, data exchanges, steps of the roadmap, and what they are linked to."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from alignment.regulations.models import Regulation
from alignment.services.rules import Budget, Channel, Integration
from app.database import Model, Versioned
from app.database.types import Moment
from app.organisations.models import Organisation


class Service(Versioned, Model):
    """A service of an agency that is to be integrated. Archived ones count no longer."""

    __tablename__ = "services"
    __table_args__ = (Index("ix_services_owner_status", "owner_id", "status"),)

    name: Mapped[str] = mapped_column(String(160))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    channel: Mapped[Channel]
    status: Mapped[Integration]
    status_since: Mapped[date]
    budget: Mapped[Budget | None]
    """None: no source of funds is known yet."""
    budget_year: Mapped[int | None]
    target: Mapped[date | None]
    """The first day of the quarter in which it is to be integrated."""
    archived_at: Mapped[Moment | None]
    created_at: Mapped[Moment]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))

    owner: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    exchanges: Mapped[list[DataExchange]] = relationship(
        back_populates="service", lazy="raise", order_by="DataExchange.what, DataExchange.id"
    )
    steps: Mapped[list[RoadmapStep]] = relationship(
        back_populates="service", lazy="raise", order_by="RoadmapStep.begins, RoadmapStep.ends, RoadmapStep.id"
    )


class ServiceStatus(Model):
    """A status of a service since a day; the first one is that of its entry. Rows are added, never changed."""

    __tablename__ = "service_statuses"
    __table_args__ = (Index("ix_service_statuses_service_since", "service_id", "since"),)

    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id"))
    status: Mapped[Integration]
    since: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Moment]


class DataExchange(Model):
    """Data that a service needs to exchange: who gives what to whom, how often, and on which legal basis."""

    __tablename__ = "data_exchanges"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id"), index=True)
    giver_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    receiver_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    what: Mapped[str] = mapped_column(String(200))
    how_often: Mapped[str] = mapped_column(String(80))
    both_ways: Mapped[bool]
    flows: Mapped[bool]
    """Whether data are exchanged today."""
    basis: Mapped[str] = mapped_column(String(200), default="")
    """An article, or a basis that is no regulation of the register."""
    regulation_id: Mapped[UUID | None] = mapped_column(ForeignKey("regulations.id"), index=True)

    service: Mapped[Service] = relationship(back_populates="exchanges", lazy="raise_on_sql")
    giver: Mapped[Organisation] = relationship(foreign_keys=[giver_id], lazy="raise_on_sql")
    receiver: Mapped[Organisation] = relationship(foreign_keys=[receiver_id], lazy="raise_on_sql")
    regulation: Mapped[Regulation | None] = relationship(lazy="raise_on_sql")


class RoadmapStep(Model):
    """A step on the way to the target, over whole quarters: `begins` and `ends` are first days of quarters."""

    __tablename__ = "roadmap_steps"
    __table_args__ = (
        CheckConstraint("ends >= begins", name="ends_after_it_begins"),
        Index("ix_roadmap_steps_service_begins", "service_id", "begins"),
    )

    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id"))
    text: Mapped[str] = mapped_column(String(120))
    begins: Mapped[date]
    ends: Mapped[date]
    waits_for_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    """The organisation without which it cannot begin."""
    commitment_id: Mapped[UUID | None] = mapped_column(ForeignKey("commitments.id"), index=True)
    done_on: Mapped[date | None]

    service: Mapped[Service] = relationship(back_populates="steps", lazy="raise_on_sql")
    waits_for: Mapped[Organisation | None] = relationship(lazy="raise_on_sql")


service_commitments = Table(
    "service_commitments",
    Model.metadata,
    Column("service_id", ForeignKey("services.id"), primary_key=True),
    Column("commitment_id", ForeignKey("commitments.id"), primary_key=True, index=True),
)
"""Commitments that serve the integration of a service."""

service_circles = Table(
    "service_circles",
    Model.metadata,
    Column("service_id", ForeignKey("services.id"), primary_key=True),
    Column("circle_id", ForeignKey("circles.id"), primary_key=True, index=True),
)
"""Forums and agreements that a service belongs to, by their circle."""
