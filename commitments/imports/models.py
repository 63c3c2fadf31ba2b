"""Models of registers of follow-ups that were uploaded, and of the commitments imported from them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.circles.models import Circle
from app.database import UNNESTED, Model
from app.database.types import Moment
from app.files.models import StoredFile
from app.files.sheet_import.stages import Stage
from app.organisations.models import Organisation
from commitments.delivery.models import Source


class RegisterImport(Model):
    """A register for a circle. Its file is parsed again when it is imported, and must give what was previewed."""

    __tablename__ = "register_imports"
    __table_args__ = (
        Index("ix_register_imports_circle_headings", "circle_id", "headings_digest"),
        Index("ix_register_imports_stage_created", "stage", "created_at"),
    )

    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circles.id"))
    file_id: Mapped[UUID] = mapped_column(ForeignKey("files.id"))
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[Moment]
    stage: Mapped[Stage] = mapped_column(default=Stage.COLUMNS)
    headings: Mapped[list[str]]
    """The texts of the heading, by position."""
    headings_digest: Mapped[str] = mapped_column(String(64))
    heading_row: Mapped[int]
    """The number of the row of the heading."""
    places: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The positions of the columns by their names, as assigned."""
    fills_down: Mapped[bool] = mapped_column(default=False)
    """Whether empty cells are as in the row above, because they were merged."""
    verifier_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    """The verifier of lines that name none."""
    source: Mapped[Source | None]
    """How the parties accepted what the register says, if it is recorded on their behalf."""
    said_on: Mapped[date | None]
    leaves_out: Mapped[bool] = mapped_column(default=False)
    """Whether lines with errors are left out."""
    rows_read: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The preview, {"counts": {kind: number}, "mark": digest, "lines": {kind: first lines}}; counts only, once done."""
    failure: Mapped[str] = mapped_column(default="")
    """Why the job could not read or store it, in the language of the person who uploaded it."""
    done_at: Mapped[Moment | None]

    circle: Mapped[Circle] = relationship(lazy="joined", innerjoin=UNNESTED)
    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=UNNESTED)
    created_by: Mapped[Person] = relationship(lazy="joined", innerjoin=UNNESTED)
    verifier: Mapped[Organisation | None] = relationship(lazy="select")


class ImportedCommitment(Model):
    """A commitment that was imported, with its number in the register."""

    __tablename__ = "imported_commitments"
    __table_args__ = (Index("ix_imported_commitments_import", "import_id"),)

    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitments.id"), unique=True)
    import_id: Mapped[UUID] = mapped_column(ForeignKey("register_imports.id"))
    number: Mapped[str] = mapped_column(String(100), default="")
