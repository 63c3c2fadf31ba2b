"""Models of invitation letters; their number and date are stored with the session."""

from __future__ import annotations

import enum
from uuid import UUID

from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Model, Versioned
from app.database.types import Moment
from app.files.models import StoredFile


class Nature(enum.Enum):
    """The urgency of a letter, in the terms of Indonesian offices."""

    VERY_URGENT = "very_urgent"
    URGENT = "urgent"
    IMPORTANT = "important"
    ORDINARY = "ordinary"


class Letter(Versioned, Model):
    """The text of a session's invitation letter, as entered."""

    __tablename__ = "invitation_letters"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), unique=True)
    place: Mapped[str] = mapped_column(String(100))
    """The place of issue, shown before the date."""
    nature: Mapped[Nature]
    enclosures: Mapped[str] = mapped_column(String(200), default="")
    subject: Mapped[str] = mapped_column(String(300))
    opening: Mapped[str]
    closing: Mapped[str]
    signatory_position: Mapped[str] = mapped_column(String(200))
    signatory_name: Mapped[str] = mapped_column(String(200))
    copies: Mapped[list[str]] = mapped_column(default=list)
    """The recipients of copies, in order."""
    disposition: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether a sheet for the recipient's instructions (lembar disposisi) follows the letter."""
    language: Mapped[str] = mapped_column(String(8))
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[Moment]


class SignedLetter(Model):
    """The signed letter of a session: a scan, or a file with a certified signature. It is attached to invitations
    instead of the generated one.
    """

    __tablename__ = "signed_letters"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), unique=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("files.id"))
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[Moment]

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)
