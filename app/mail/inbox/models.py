"""The model of received messages."""

from __future__ import annotations

import enum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import Model
from app.database.types import Moment


class MailStatus(enum.Enum):
    """The state of a message: processed, waiting for a person, or handled by a person."""

    TAKEN = "taken"
    ASIDE = "aside"
    HANDLED = "handled"


class Why(enum.Enum):
    """Why a message was set aside."""

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
    """A message received in the system's mailbox.

    Content is discarded once processed; that of others is cut to a limit.
    """

    __tablename__ = "incoming_mails"
    __table_args__ = (Index("ix_incoming_mails_standing_received_at", "standing", "received_at"),)

    received_at: Mapped[Moment]
    identity: Mapped[str | None] = mapped_column(String(64), unique=True)
    """A hash that is equal if the same message is received twice; None for a duplicate."""
    place: Mapped[str | None] = mapped_column(String(400), unique=True)
    """Its identifier in a polled mailbox, so that none is fetched twice."""
    message_id: Mapped[str] = mapped_column(String(300), default="")
    sender: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(String(300), default="")
    size: Mapped[int]
    """The number of bytes read of the message."""
    text: Mapped[str] = mapped_column(default="")
    """The start of the text that a person wrote."""
    content: Mapped[bytes | None]
    standing: Mapped[MailStatus] = mapped_column(default=MailStatus.ASIDE)
    why: Mapped[Why | None]
    detail: Mapped[str] = mapped_column(String(500), default="")
    """The exact reason why it was set aside, in the instance's first language."""
    circle_id: Mapped[UUID | None] = mapped_column(ForeignKey("circles.id"))
    """The circle that it concerns, if known: its classification determines who may read the message."""
    handled_at: Mapped[Moment | None]
    handled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    note: Mapped[str] = mapped_column(String(300), default="")
    """The note of the person who handled it."""

    handled_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")
