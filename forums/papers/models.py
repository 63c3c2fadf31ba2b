"""What is typed of an invitation letter; its number and date stand with the session."""

from __future__ import annotations

import enum
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Model, Versioned
from app.database.types import Moment
from app.files.models import StoredFile


class Nature(enum.Enum):
    """How urgent a letter is, in the terms of Indonesian offices."""

    VERY_URGENT = "very_urgent"
    URGENT = "urgent"
    IMPORTANT = "important"
    ORDINARY = "ordinary"


class Letter(Versioned, Model):
    """The invitation letter of a session, as it was typed: nothing in it is made up later."""

    __tablename__ = "invitation_letters"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), unique=True)
    place: Mapped[str] = mapped_column(String(100))
    """Where it is given out: what stands before its date, which stands with the session."""
    nature: Mapped[Nature]
    enclosures: Mapped[str] = mapped_column(String(200), default="")
    subject: Mapped[str] = mapped_column(String(300))
    opening: Mapped[str]
    closing: Mapped[str]
    signatory_position: Mapped[str] = mapped_column(String(200))
    signatory_name: Mapped[str] = mapped_column(String(200))
    copies: Mapped[list[str]] = mapped_column(default=list)
    """Who gets a copy, in order."""
    language: Mapped[str] = mapped_column(String(8))
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[Moment]


class SignedLetter(Model):
    """The letter of a session as it was signed outside: a scan, or a file with a certified signature. It goes along
    with the invitations instead of the one that Selaras writes.
    """

    __tablename__ = "signed_letters"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), unique=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("files.id"))
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[Moment]

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)
