"""Models of the documents on which forums rest: a decree, an assignment letter or a memorandum, and its members."""

from __future__ import annotations

import enum
from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.database import UNNESTED, Model, Versioned
from app.database.types import Moment
from app.files.models import StoredFile
from app.organisations.models import Organisation
from forums.scheduling.models import Forum


class BasisKind(enum.Enum):
    """The kind of a document that a forum rests on."""

    DECREE = "decree"
    ASSIGNMENT = "assignment"
    MEMORANDUM = "memorandum"
    OTHER = "other"


class Basis(Versioned, Model):
    """A document that a forum rests on, in force from `valid_from` to `valid_until`, both included.

    A later basis of the same forum replaces it on its first day, even if it would be in force for longer.
    """

    __tablename__ = "forum_bases"
    __table_args__ = (
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="ends_after_it_begins"),
        UniqueConstraint("follows_id", name="renewed_once"),
        Index("ix_forum_bases_forum_valid_from", "forum_id", "valid_from"),
        Index("ix_forum_bases_valid_until", "valid_until"),
    )

    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id"))
    kind: Mapped[BasisKind]
    number: Mapped[str] = mapped_column(String(100))
    dated: Mapped[date]
    issued_by: Mapped[str] = mapped_column(String(200))
    """The office that issued it, such as "Gubernur DKI Jakarta"."""
    subject: Mapped[str] = mapped_column(String(300))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    follows_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum_bases.id"))
    """The earlier basis that it renews."""
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("files.id"))
    """The signed document."""
    warned_days: Mapped[int | None]
    """How many days before `valid_until` the last warning was due; None before the first one."""
    entered_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    entered_at: Mapped[Moment]

    forum: Mapped[Forum] = relationship(lazy="raise_on_sql")
    file: Mapped[StoredFile | None] = relationship(lazy="raise_on_sql")
    entered_by: Mapped[Person] = relationship(lazy="raise_on_sql")
    members: Mapped[list[BasisMember]] = relationship(
        lazy="raise_on_sql", order_by="BasisMember.position", cascade="all, delete-orphan"
    )

    @property
    def plain(self) -> dict[str, str]:
        """What papers say of it as plain values, for the content of minutes."""
        return {
            "kind": self.kind.value,
            "number": self.number,
            "dated": self.dated.isoformat(),
            "issued_by": self.issued_by,
            "subject": self.subject,
        }

    @property
    def circle_id(self) -> UUID:
        """The circle whose members may read it."""
        return self.forum.circle_id


class BasisMember(Model):
    """A member whom a basis appoints by office. Organisations with a seat are its members who meet."""

    __tablename__ = "forum_basis_members"

    basis_id: Mapped[UUID] = mapped_column(ForeignKey("forum_bases.id"), index=True)
    position: Mapped[int]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    office: Mapped[str] = mapped_column(String(200))
    """The position in the organisation, such as "Kepala Dinas"."""
    duty: Mapped[str] = mapped_column(String(200), default="")
    """The position in the forum, such as "Ketua" or "Anggota", as the document says it."""

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=UNNESTED)
