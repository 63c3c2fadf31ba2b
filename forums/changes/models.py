"""What a coordinator changed in a forum's schedule at one stroke, and what it takes to undo it."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import Model
from app.database.types import Moment
from forums.invitations.rules import PATIENCE
from forums.scheduling.models import Forum


class ChangeKind(enum.Enum):
    """What happened to which sessions."""

    MOVED = "moved"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    MERGED = "merged"
    CONFIRMED = "confirmed"
    """A holiday's shift was accepted or refused."""
    SHIFTED = "shifted"
    """Several sessions got other days or another time; the schedule stayed."""
    RELOCATED = "relocated"
    RESCHEDULED = "rescheduled"
    """This session and all following ones got another schedule."""
    ENDED = "ended"


class Change(Model):
    """One change, made at once: which sessions it touched and how they stood before and after."""

    __tablename__ = "changes"
    __table_args__ = (Index("ix_changes_forum_at", "forum_id", "at"),)

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"))
    kind: Mapped[ChangeKind]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Moment]
    reason: Mapped[str] = mapped_column(String(300), default="")
    people: Mapped[int] = mapped_column(default=0)
    """How many are invited to the sessions, and told of it."""
    sessions: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """Each session with its values before (None: it was made) and after."""
    rows: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """Every row that was touched, to be put back; empty once that is no longer possible."""
    undone_at: Mapped[Moment | None]
    undone_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))

    forum: Mapped[Forum] = relationship(lazy="joined")
    by: Mapped[Person] = relationship(foreign_keys=[by_id], lazy="raise_on_sql")

    @property
    def told_at(self) -> datetime:
        """When those invited are told; until then it can be undone."""
        return self.at + PATIENCE

    def is_undoable(self, now: datetime) -> bool:
        """Whether nobody was told yet, so that it can still be undone."""
        return self.undone_at is None and now < self.told_at

    @property
    def circle_id(self) -> UUID:
        """The circle whose members may read it."""
        return self.forum.circle_id
