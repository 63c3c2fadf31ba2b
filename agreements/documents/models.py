"""Files of agreements, such as signed scans, in all versions."""

from __future__ import annotations

import enum
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agreements.registry.models import Agreement, Party
from app.accounts.models import Person
from app.database import UNNESTED, Model
from app.database.types import Moment
from app.files.models import StoredFile


class DocumentKind(enum.Enum):
    """Kinds of file."""

    DRAFT = "draft"
    SIGNED = "signed"
    POWER_OF_ATTORNEY = "power_of_attorney"
    ANNEX = "annex"
    OTHER = "other"


class Document(Model):
    """A file of an agreement; if it has a `party`, only that party and coordinators may read it."""

    __tablename__ = "agreement_documents"

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id"), index=True)
    party_id: Mapped[UUID | None] = mapped_column(ForeignKey("parties.id"))
    kind: Mapped[DocumentKind]
    title: Mapped[str] = mapped_column(String(200))
    number: Mapped[int]
    """The version, counted from 1 per kind and party."""
    file_id: Mapped[UUID] = mapped_column(ForeignKey("files.id"))
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    added_at: Mapped[Moment]

    agreement: Mapped[Agreement] = relationship(lazy="raise_on_sql")
    party: Mapped[Party | None] = relationship(lazy="raise_on_sql")
    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=UNNESTED)
    added_by: Mapped[Person] = relationship(lazy="raise_on_sql")
