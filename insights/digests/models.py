"""Digests: what the record said at one moment, frozen, and the paper made of it."""

from __future__ import annotations

import enum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.circles.models import Circle, Classification
from app.database import UNNESTED, Model, Versioned, db
from app.database.types import Moment
from forums.scheduling.models import Forum


class DigestKind(enum.Enum):
    """How long a period is."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class DigestState(enum.Enum):
    """Where a digest stands; released ones change only by a revision with a reason."""

    DRAFT = "draft"
    RELEASED = "released"
    REVISED = "revised"


class Snapshot(Model):
    """The record as it stood at `taken_at`, as JSON; the same snapshot gives the same digest whenever it is built."""

    __tablename__ = "snapshots"
    __table_args__ = (UniqueConstraint("kind", "period", "scope", name="one_snapshot_per_period"),)

    kind: Mapped[DigestKind]
    period: Mapped[str] = mapped_column(String(10))
    """"2026-W44", "2026-10" or "2026-Q4"."""
    scope: Mapped[str] = mapped_column(String(80), default="")
    """The slug of the forum that it is about; empty for all."""
    taken_at: Mapped[Moment]
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64), index=True)

    @property
    def circle_id(self) -> UUID | None:
        """The circle of the forum that it is about; None for all."""
        return db.session.scalar(select(Forum.circle_id).where(Forum.slug == self.scope)) if self.scope else None


class Digest(Versioned, Model):
    """The digest of a period for leadership: made from its snapshot, released by a coordinator."""

    __tablename__ = "digests"

    code: Mapped[str] = mapped_column(String(30), unique=True)
    snapshot_id: Mapped[UUID] = mapped_column(ForeignKey("snapshots.id"), index=True)
    circle_id: Mapped[UUID | None] = mapped_column(ForeignKey("circles.id"), index=True)
    """The circle of the forum that it is about; None: about all that its classification lets it tell."""
    revision: Mapped[int] = mapped_column(default=1)
    state: Mapped[DigestState] = mapped_column(default=DigestState.DRAFT, index=True)
    classification: Mapped[Classification] = mapped_column(default=Classification.INTERNAL)
    language: Mapped[str] = mapped_column(String(8))
    lead: Mapped[str] = mapped_column(default="")
    """What the coordinator says first, in a sentence or two."""
    asks: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """What leadership is asked: [{"title", "why", "options": […], "by", "answer", "answered_by", "answered_at"}]."""
    reason: Mapped[str] = mapped_column(default="")
    """Why it was revised."""
    created_at: Mapped[Moment]
    released_at: Mapped[Moment | None]
    released_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    mailed_at: Mapped[Moment | None]
    """When its paper was made and sent to leadership, which a job does after the release."""

    snapshot: Mapped[Snapshot] = relationship(lazy="joined", innerjoin=UNNESTED)
    circle: Mapped[Circle | None] = relationship(lazy="joined")
