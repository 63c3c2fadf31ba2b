"""The model of stored files."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Model
from app.database.types import Moment


class StoredFile(Model):
    """An uploaded or generated file. Files with equal content share one file on disk, named by `sha256`."""

    __tablename__ = "files"

    sha256: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    uploaded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    uploaded_at: Mapped[Moment]
