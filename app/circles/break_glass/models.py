"""Requests for access to secret circles that nobody can open."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.circles.models import Circle
from app.database import UNNESTED, Model
from app.database.types import Moment

OPEN = text("closed_at IS NULL")


class AccessRequest(Model):
    """An administrator's request, which another administrator confirmed by naming a person, or declined."""

    __tablename__ = "access_requests"
    __table_args__ = (
        Index("ix_access_requests_open", "circle_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circles.id"))
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[Moment]
    reason: Mapped[str]
    closed_at: Mapped[Moment | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    named_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """The person who was given access; None if the request is open or was declined."""

    circle: Mapped[Circle] = relationship(lazy="joined", innerjoin=UNNESTED)
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id], lazy="joined", innerjoin=UNNESTED)
