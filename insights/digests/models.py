"""Snapshots of the data at one moment, and the digests based on them."""

from __future__ import annotations

import enum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.circles.models import Circle, Classification
from app.database import UNNESTED, Model, Versioned
from app.database.types import Moment
from insights.digests.rules import is_empty
from insights.digests.scope import circle_id_of


class DigestKind(enum.Enum):
    """Length of the period of a digest."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


class DigestState(enum.Enum):
    """Status of a digest; a released digest changes only by a revision with a reason."""

    DRAFT = "draft"
    RELEASED = "released"
    REVISED = "revised"


class OutcomeKind(enum.Enum):
    """What followed from an answer of leadership."""

    COMMITMENT = "commitment"
    AGENDA_ITEM = "agenda_item"
    DECISION = "decision"
    DIRECTIVE = "directive"
    NOTHING = "nothing"


class Snapshot(Model):
    """Content of a digest as JSON, stored at `taken_at`, so that later builds give the same digest."""

    __tablename__ = "snapshots"
    __table_args__ = (UniqueConstraint("kind", "period", "scope", name="one_snapshot_per_period"),)

    kind: Mapped[DigestKind]
    period: Mapped[str] = mapped_column(String(10))
    """"2026-W44", "2026-10", "2026-Q4" or "2026"."""
    scope: Mapped[str] = mapped_column(String(80), default="")
    """What it covers, as `scope.scope_of` writes it; empty for all."""
    taken_at: Mapped[Moment]
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64), index=True)

    @property
    def circle_id(self) -> UUID | None:
        """Return the id of the circle of the forum or agreement that it covers, or None."""
        return circle_id_of(self.scope)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to report; `queries.has_nothing_to_report` is the equivalent condition."""
        return is_empty(self.content)


class Digest(Versioned, Model):
    """An edition of the digest of a period, based on its snapshot, written and released by coordinators."""

    __tablename__ = "digests"

    code: Mapped[str] = mapped_column(String(30), unique=True)
    snapshot_id: Mapped[UUID] = mapped_column(ForeignKey("snapshots.id"), index=True)
    circle_id: Mapped[UUID | None] = mapped_column(ForeignKey("circles.id"), index=True)
    """The circle of the forum or agreement that it covers; None if it covers an organisation or all circles."""
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    """The organisation that it covers, whose members read it once it is released."""
    revision: Mapped[int] = mapped_column(default=1)
    state: Mapped[DigestState] = mapped_column(default=DigestState.DRAFT, index=True)
    classification: Mapped[Classification] = mapped_column(default=Classification.INTERNAL)
    language: Mapped[str] = mapped_column(String(8))
    lead: Mapped[str] = mapped_column(default="")
    """Introduction by the coordinator, in a sentence or two."""
    asks: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """Questions for leadership: [{"title", "why", "options": […], "by"}], with "consequences" if they were given.

    One about a barrier also has "barrier", its id: the answer becomes a directive. An answered one also has "answer",
    "option" (the number of the chosen one from 1, or None), "answered_by" and "answered_at", and "outcomes", what
    followed from the answer: [{"kind": an `OutcomeKind`, "id": the object's}].
    """
    open_answers: Mapped[int] = mapped_column(default=0, server_default="0")
    """Number of answers from which nothing has followed yet."""
    reason: Mapped[str] = mapped_column(default="")
    """The reason for the revision; empty for the first edition."""
    created_at: Mapped[Moment]
    released_at: Mapped[Moment | None]
    released_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    mailed_at: Mapped[Moment | None]
    """When its PDF was mailed to its recipients, which a job does after the release."""
    recipients: Mapped[list[str] | None]
    """The ids of those who were chosen to receive it by mail; None: everyone whom it was offered to."""

    snapshot: Mapped[Snapshot] = relationship(lazy="joined", innerjoin=UNNESTED)
    circle: Mapped[Circle | None] = relationship(lazy="joined")
