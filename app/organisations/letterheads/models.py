"""The model of letterheads of organisations."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Model
from app.database.types import Moment
from app.files.models import StoredFile


class Letterhead(Model):
    """The letterhead of an organisation from `since` until the next row. With an empty `unit` it has none.

    Rows are never changed, so that documents keep the letterhead with which they were issued.
    """

    __tablename__ = "letterheads"
    __table_args__ = (Index("ix_letterheads_organisation_since", "organisation_id", "since"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    since: Mapped[Moment]
    unit: Mapped[str] = mapped_column(String(200))
    above: Mapped[str] = mapped_column(String(200), default="")
    """The government or body that the organisation belongs to: the first line."""
    address: Mapped[str] = mapped_column(String(400), default="")
    """The lines under the name, separated by line breaks."""
    city: Mapped[str] = mapped_column(String(100), default="")
    """The place before the date of letters."""
    emblem_id: Mapped[UUID | None] = mapped_column(ForeignKey("files.id"))
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))

    emblem: Mapped[StoredFile | None] = relationship(lazy="joined")
