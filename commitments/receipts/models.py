"""The model of records of delivery (Berita Acara Serah Terima)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Model, Versioned
from app.database.types import Moment


class DeliveryRecord(Versioned, Model):
    """The text of the record with which a delivery is handed over; without a number it is a draft.

    `items` are the criteria that it covers, as worded when it was saved: [{"number", "wording"}]. `evidence` is that of
    these criteria at that time: [{"name", "sha256", "criterion"}], where a link has no hash, and evidence of all
    criteria no criterion. `signatories` are [{"name", "position", "organisation"}]; an empty name leaves a line.
    """

    __tablename__ = "delivery_records"

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitments.id"), unique=True)
    text_version: Mapped[int] = mapped_column(default=1)
    """Counts the saved texts; `version` also counts signed copies."""
    number: Mapped[str] = mapped_column(String(100), default="")
    """The number given by the office system."""
    dated: Mapped[date]
    place: Mapped[str] = mapped_column(String(200))
    handed_over: Mapped[str]
    """What is handed over, such as objects and documents with their quantity."""
    closing: Mapped[str]
    items: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    signatories: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    language: Mapped[str] = mapped_column(String(8))
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[Moment]
    signed_at: Mapped[Moment | None]
    """When the signed copy was added, as evidence; None after the text was changed."""
