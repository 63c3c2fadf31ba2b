"""The model of records of agreement (Berita Acara)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Model, Versioned
from app.database.types import Moment


class AgreementRecord(Versioned, Model):
    """The text of a session's Berita Acara, to be signed by the parties; without a number it is a draft.

    `points` are the agreed decisions as worded when it was saved: [{"id", "code", "text"}]. `signatories` are
    [{"name", "position", "organisation"}]; an empty name leaves a line to write it on.
    """

    __tablename__ = "agreement_records"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), unique=True)
    number: Mapped[str] = mapped_column(String(100), default="")
    """The number given by the office system."""
    dated: Mapped[date]
    place: Mapped[str] = mapped_column(String(200))
    opening: Mapped[str]
    closing: Mapped[str]
    points: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    signatories: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    language: Mapped[str] = mapped_column(String(8))
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[Moment]
