"""Requests of administrators for roles of their own."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import UNNESTED, Model
from app.database.types import Moment

_OPEN = text("closed_at IS NULL")


class RoleRequest(Model):
    """An administrator's request for roles that read content, which another administrator confirms or declines."""

    __tablename__ = "role_requests"
    __table_args__ = (
        Index("ix_role_requests_open", "person_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    roles: Mapped[list[str]] = mapped_column(default=list)
    asked_at: Mapped[Moment]
    closed_at: Mapped[Moment | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    is_granted: Mapped[bool] = mapped_column(default=False)
    """Whether it was confirmed; False while it is open or if it was declined."""

    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=UNNESTED)
