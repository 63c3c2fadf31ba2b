"""Messages that arrived, and what became of each."""

from __future__ import annotations

import enum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import Model
from app.database.types import Moment


class Standing(enum.Enum):
    """What became of a message: it did what it asked for, waits for a person, or a person dealt with it."""

    TAKEN = "taken"
    ASIDE = "aside"
    HANDLED = "handled"


class Why(enum.Enum):
    """Why a message was put aside."""

    BROKEN = "broken"
    TOO_LARGE = "too_large"
    AUTOMATIC = "automatic"
    NO_CALENDAR = "no_calendar"
    UNREADABLE = "unreadable"
    NO_ANSWER = "no_answer"
    FOREIGN = "foreign"
    NO_SESSION = "no_session"
    FORGED = "forged"
    SOMEBODY_ELSE = "somebody_else"
    STALE = "stale"
    DUPLICATE = "duplicate"
    SAYS_NOTHING = "says_nothing"
    REFUSED = "refused"


class IncomingMail(Model):
    """One message to the system's mailbox. What was taken keeps no content; what was put aside keeps its beginning."""

    __tablename__ = "incoming_mails"
    __table_args__ = (Index("ix_incoming_mails_standing_received_at", "standing", "received_at"),)

    received_at: Mapped[Moment]
    identity: Mapped[str | None] = mapped_column(String(64), unique=True)
    """SHA-256 of what stays the same when a message arrives twice; None for one that did."""
    place: Mapped[str | None] = mapped_column(String(400), unique=True)
    """Where it lies in a mailbox that is polled, so that none is fetched twice."""
    message_id: Mapped[str] = mapped_column(String(300), default="")
    sender: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(String(300), default="")
    size: Mapped[int]
    """Bytes of the whole message as far as it was read."""
    text: Mapped[str] = mapped_column(default="")
    """The beginning of what a person wrote in it."""
    content: Mapped[bytes | None]
    standing: Mapped[Standing] = mapped_column(default=Standing.ASIDE)
    why: Mapped[Why | None]
    detail: Mapped[str] = mapped_column(String(500), default="")
    """What exactly was wrong, in the instance's first language."""
    circle_id: Mapped[UUID | None] = mapped_column(ForeignKey("circles.id"))
    """The circle that it is about, once that is known: its classification decides who reads the message."""
    handled_at: Mapped[Moment | None]
    handled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    note: Mapped[str] = mapped_column(String(300), default="")
    """What the person who dealt with it wrote down."""

    handled_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")
