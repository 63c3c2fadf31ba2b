"""Models of changes: what a coordinator changed in a forum's schedule, with the data needed to undo it."""

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
    """The type of a change."""

    MOVED = "moved"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    MERGED = "merged"
    CONFIRMED = "confirmed"
    """A date proposed because of a holiday was accepted or declined."""
    SHIFTED = "shifted"
    """Several sessions were moved; the schedule is unchanged."""
    RELOCATED = "relocated"
    RESCHEDULED = "rescheduled"
    """This session and all following ones got another schedule."""
    ENDED = "ended"


class Change(Model):
    """One change: the sessions concerned, with their values before and after."""

    __tablename__ = "changes"
    __table_args__ = (Index("ix_changes_forum_at", "forum_id", "at"),)

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"))
    kind: Mapped[ChangeKind]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Moment]
    reason: Mapped[str] = mapped_column(String(300), default="")
    people: Mapped[int] = mapped_column(default=0)
    """The number of invitees who are notified."""
    sessions: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """Each session with its values before (None if it was created) and after."""
    rows: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """Every row that was changed, for undoing; empty once that is no longer possible."""
    undone_at: Mapped[Moment | None]
    undone_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))

    forum: Mapped[Forum] = relationship(lazy="joined")
    by: Mapped[Person] = relationship(foreign_keys=[by_id], lazy="raise_on_sql")

    @property
    def notified_at(self) -> datetime:
        """When invitees are notified; until then the change can be undone."""
        return self.at + PATIENCE

    def is_undoable(self, now: datetime) -> bool:
        """Whether no one has been notified yet, so that the change can still be undone."""
        return self.undone_at is None and now < self.notified_at

    @property
    def circle_id(self) -> UUID:
        """The circle whose members may read the change."""
        return self.forum.circle_id
