"""Which digests are drafted by a job when their period is over."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.circles.models import Circle
from app.database import Model
from app.database.types import Moment
from app.organisations.models import Organisation
from insights.digests.models import DigestKind


class DigestSchedule(Model):
    """The digest of each period of a kind about something; that of each month about everything needs no row."""

    __tablename__ = "digest_schedules"
    __table_args__ = (UniqueConstraint("kind", "scope", name="scheduled_once"),)

    kind: Mapped[DigestKind]
    scope: Mapped[str] = mapped_column(String(80))
    """What it is about, as `insights.digests.scope.scope_of` writes it."""
    circle_id: Mapped[UUID | None] = mapped_column(ForeignKey("circles.id"), index=True)
    """The circle of the forum or agreement that it is about."""
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[Moment]
    """Only periods that end on this day or later are drafted."""

    circle: Mapped[Circle | None] = relationship(lazy="joined")
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
