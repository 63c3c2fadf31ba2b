"""Records of the successors of organisations, and of their former names."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Model
from app.database.types import Moment
from app.organisations.models import Organisation


class OrganisationSuccession(Model):
    """That an organisation took over what another one held. A split has a row for each successor."""

    __tablename__ = "organisation_successions"
    __table_args__ = (CheckConstraint("predecessor_id <> successor_id", name="by_another_organisation"),)

    predecessor_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    successor_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    basis: Mapped[str] = mapped_column(String(300))
    """The regulation or deed on which it rests, as written."""
    objects: Mapped[int]
    """How many objects passed on."""
    done_at: Mapped[Moment]
    done_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))

    predecessor: Mapped[Organisation] = relationship(foreign_keys=[predecessor_id], lazy="raise_on_sql")
    successor: Mapped[Organisation] = relationship(foreign_keys=[successor_id], lazy="raise_on_sql")


class FormerName(Model):
    """A name that an organisation had officially until it was renamed on `until`."""

    __tablename__ = "former_names"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(40), default="")
    basis: Mapped[str] = mapped_column(String(300))
    until: Mapped[date]
    changed_at: Mapped[Moment]
    changed_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
