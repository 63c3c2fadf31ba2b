"""The signing log of an agreement: a line per party."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agreements.documents.models import Document
from agreements.registry.models import Party
from agreements.signing.rules import Line, Method
from app.database import Model


class Signing(Model):
    """When and how a party was sent the agreement and signed it, and what empowers its signatory.

    Name and position of the signatory are those of the `Party`.
    """

    __tablename__ = "signings"

    party_id: Mapped[UUID] = mapped_column(ForeignKey("parties.id"), unique=True)
    method: Mapped[Method] = mapped_column(default=Method.WET)
    sent_on: Mapped[date | None]
    signed_on: Mapped[date | None]
    received_on: Mapped[date | None]
    """The day on which the signed copy arrived."""
    authority_number: Mapped[str] = mapped_column(String(100), default="")
    authority_on: Mapped[date | None]
    authority_until: Mapped[date | None]
    """The last day on which the authority is valid; None: without limit, or it needs none."""
    authority_document_id: Mapped[UUID | None] = mapped_column(ForeignKey("agreement_documents.id"))

    party: Mapped[Party] = relationship(lazy="raise_on_sql")
    authority_document: Mapped[Document | None] = relationship(lazy="raise_on_sql")

    @property
    def line(self) -> Line:
        """Return the days that the rules evaluate."""
        return Line(self.sent_on, self.received_on, self.signed_on, self.authority_until)
