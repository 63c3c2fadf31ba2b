"""The register of documents, which `/verify/<sha-256>` queries."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.circles.models import Classification
from app.database import Model
from app.database.types import Moment

LONGEST_TITLE = 300


class Paper(Model):
    """A document that was issued, identified by the hash of its content, which is stored with its subject; or a file.

    `kind` is a name registered in kinds.py, `state` one of the states of that kind, `dated` the date printed on the
    document. The subject is the object whose page shows the content.
    """

    __tablename__ = "papers"
    __table_args__ = (Index("ix_papers_subject", "subject_type", "subject_id"),)

    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    state: Mapped[str] = mapped_column(String(40))
    dated: Mapped[date]
    classification: Mapped[Classification]
    language: Mapped[str] = mapped_column(String(8))
    version: Mapped[int] = mapped_column(default=1)
    subject_type: Mapped[str] = mapped_column(String(80))
    subject_id: Mapped[UUID]
    registered_at: Mapped[Moment]
