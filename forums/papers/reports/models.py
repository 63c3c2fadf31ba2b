"""The model of reports to leadership (Nota Dinas)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Model, Versioned
from app.database.types import Moment
from forums.minutes.models import Minutes
from forums.papers.models import Nature


class Report(Versioned, Model):
    """The text of the report of a session to leadership, as entered; without a number it is a draft.

    Decisions and commitments come from `minutes`, the version that was the latest one when the text was saved.
    """

    __tablename__ = "session_reports"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"), unique=True)
    minutes_id: Mapped[UUID | None] = mapped_column(ForeignKey("minutes.id"))
    number: Mapped[str] = mapped_column(String(100), default="")
    """The number given by the office system."""
    dated: Mapped[date]
    addressee: Mapped[str] = mapped_column(String(300))
    sender: Mapped[str] = mapped_column(String(300))
    copies: Mapped[list[str]] = mapped_column(default=list)
    """The recipients of copies, in order."""
    nature: Mapped[Nature]
    enclosures: Mapped[str] = mapped_column(String(200), default="")
    subject: Mapped[str] = mapped_column(String(300))
    opening: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    """What was discussed, item by item."""
    remarks: Mapped[str] = mapped_column(default="")
    requests: Mapped[str] = mapped_column(default="")
    """What leadership is asked to decide or do."""
    closing: Mapped[str]
    signatory_position: Mapped[str] = mapped_column(String(200))
    signatory_name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8))
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[Moment]

    minutes: Mapped[Minutes | None] = relationship(lazy="raise_on_sql")
