"""Timeline entries of commitments, and their evidence."""

from __future__ import annotations

import enum
from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import UNNESTED, Model
from app.database.types import Moment
from app.files.models import StoredFile
from commitments.registry.models import Commitment


class Act(enum.Enum):
    """Acts that the timeline of a commitment records."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    COUNTER_PROPOSED = "counter_proposed"
    DATE_AGREED = "date_agreed"
    PROGRESS = "progress"
    SUBMITTED = "submitted"
    MET = "met"
    PARTIALLY_MET = "partially_met"
    RETURNED = "returned"
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_APPROVED = "extension_approved"
    EXTENSION_DENIED = "extension_denied"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    COMMENT = "comment"
    VISIBILITY_CHANGED = "visibility_changed"
    DISPUTED = "disputed"
    DISPUTE_WITHDRAWN = "dispute_withdrawn"
    SETTLED = "settled"
    HANDOVER_ASKED = "handover_asked"
    HANDOVER_DECLINED = "handover_declined"
    HANDOVER_WITHDRAWN = "handover_withdrawn"
    HANDED_OVER = "handed_over"


class Source(enum.Enum):
    """How a party made a statement that was recorded on its behalf."""

    TELEPHONE = "telephone"
    MESSAGE = "message"
    LETTER = "letter"
    MEETING = "meeting"


class Update(Model):
    """An entry of a commitment's timeline. `source` is set if it was recorded on the party's behalf."""

    __tablename__ = "updates"
    __table_args__ = (Index("ix_updates_commitment_at", "commitment_id", "at"), Index("ix_updates_at", "at"))

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitments.id"))
    act: Mapped[Act]
    at: Mapped[Moment]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(default="")
    challenges: Mapped[str] = mapped_column(default="")
    help_needed: Mapped[bool] = mapped_column(default=False)
    progress: Mapped[int | None]
    due: Mapped[date | None]
    """The date that this act proposed or set."""
    source: Mapped[Source | None]
    said_on: Mapped[date | None]
    """The date of the party's statement, if it was recorded on its behalf."""
    by_link: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the person acted by a link in a mail, without signing in."""

    by: Mapped[Person] = relationship(lazy="joined", innerjoin=UNNESTED)
    evidence: Mapped[list[Evidence]] = relationship(back_populates="update", lazy="raise", order_by="Evidence.id")


class Evidence(Model):
    """Evidence of delivery: either a file or a link."""

    __tablename__ = "evidence"
    __table_args__ = (CheckConstraint("(file_id IS NULL) <> (link IS NULL)", name="either_file_or_link"),)

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitments.id"), index=True)
    update_id: Mapped[UUID] = mapped_column(ForeignKey("updates.id"), index=True)
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("files.id"))
    link: Mapped[str | None] = mapped_column(String(2000))

    commitment: Mapped[Commitment] = relationship(lazy="select")
    update: Mapped[Update] = relationship(back_populates="evidence", lazy="raise")
    file: Mapped[StoredFile | None] = relationship(lazy="joined")
