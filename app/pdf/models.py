"""The register of papers: what `/verify/<sha-256>` answers from."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.circles.models import Classification
from app.database import Model
from app.database.types import Moment


class Paper(Model):
    """One content that was given out, by its hash. The content itself stays with the thing that it is about.

    `kind` is one of those that features add (kinds.py), `state` one of that kind's; `dated` is the date that the paper
    carries. The subject is the thing whose page shows the content.
    """

    __tablename__ = "papers"
    __table_args__ = (Index("ix_papers_subject", "subject_type", "subject_id"),)

    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(40))
    dated: Mapped[date]
    classification: Mapped[Classification]
    language: Mapped[str] = mapped_column(String(8))
    version: Mapped[int] = mapped_column(default=1)
    subject_type: Mapped[str] = mapped_column(String(80))
    subject_id: Mapped[UUID]
    registered_at: Mapped[Moment]
