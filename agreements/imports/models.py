"""Model of registers of agreements that were uploaded."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import UNNESTED, Model
from app.database.types import Moment
from app.files.models import StoredFile
from app.files.sheet_import.stages import Stage
from app.organisations.models import Sector


class AgreementImport(Model):
    """A register of agreements. Its file is parsed again when it is imported, and must give what was previewed."""

    circle_id: ClassVar[None] = None
    """It belongs to no circle: only the coordinator who uploaded it opens it."""

    __tablename__ = "agreement_imports"
    __table_args__ = (Index("ix_agreement_imports_stage_created", "stage", "created_at"),)

    file_id: Mapped[UUID] = mapped_column(ForeignKey("files.id"))
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[Moment]
    stage: Mapped[Stage] = mapped_column(default=Stage.COLUMNS)
    headings: Mapped[list[str]]
    """The texts of the heading, by position."""
    heading_row: Mapped[int]
    """The number of the row of the heading."""
    places: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The positions of the columns by their names, as recognised or assigned."""
    sector: Mapped[Sector | None]
    """The sector in which organisations that are not known are created; None if they are errors."""
    rows_read: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The preview, {"counts": {what: number}, "mark": digest, "lines": first lines}; counts only, once done."""
    failure: Mapped[str] = mapped_column(default="")
    """Why the job could not read or store it, in the language of the person who uploaded it."""
    done_at: Mapped[Moment | None]

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=UNNESTED)
    created_by: Mapped[Person] = relationship(lazy="joined", innerjoin=UNNESTED)
