"""The model of files that remain of a session: signed papers, letters of assignment, photos and receipts."""

from __future__ import annotations

import enum
from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.circles.models import Seat
from app.database import Model
from app.database.types import Moment
from app.files.models import StoredFile
from forums.scheduling.models import Session


class FileKind(enum.Enum):
    """What a file of a session is. The signed invitation is a `SignedLetter`, because invitations attach it."""

    ATTENDANCE = "attendance"
    MINUTES = "minutes"
    DECISIONS = "decisions"
    """The signed excerpt of decisions (Risalah Keputusan)."""
    AGREEMENT = "agreement"
    """The signed record of what was agreed (Berita Acara)."""
    MEMO = "memo"
    """The signed report to leadership (Nota Dinas)."""
    OTHER = "other"
    ASSIGNMENT = "assignment"
    """The letter of assignment of a representative (Surat Tugas)."""
    PHOTO = "photo"
    RECEIPT = "receipt"
    """A receipt for the accounts of the session (SPJ)."""


SIGNED = frozenset(
    {
        FileKind.ATTENDANCE,
        FileKind.MINUTES,
        FileKind.DECISIONS,
        FileKind.AGREEMENT,
        FileKind.MEMO,
        FileKind.OTHER,
    }
)
"""Papers signed outside the application; their signatures are not checked."""


class SessionFile(Model):
    """A file that remains of a session. When it is replaced, the audit trail keeps the hash of the earlier content."""

    __tablename__ = "session_files"
    __table_args__ = (
        CheckConstraint("kind = 'assignment' OR seat_id IS NULL", name="seats_of_assignments"),
        CheckConstraint("kind = 'photo' OR NOT is_public", name="only_photos_are_public"),
        Index("ix_session_files_session_kind", "session_id", "kind"),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"))
    kind: Mapped[FileKind]
    title: Mapped[str] = mapped_column(String(200))
    """The caption of a photo."""
    number: Mapped[str] = mapped_column(String(100), default="")
    dated: Mapped[date]
    alternative: Mapped[str] = mapped_column(String(300), default="")
    """What a photo shows, for those who do not see it."""
    is_public: Mapped[bool] = mapped_column(default=False)
    """Whether a photo may be shown to everyone once the minutes are published."""
    seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("seats.id"))
    """The seat whose representative a letter assigns."""
    file_id: Mapped[UUID] = mapped_column(ForeignKey("files.id"))
    added_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    """None: added by the link in the invitation of an office."""
    added_at: Mapped[Moment]

    session: Mapped[Session] = relationship(lazy="raise_on_sql")
    seat: Mapped[Seat | None] = relationship(lazy="raise_on_sql")
    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")
    added_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")

    @property
    def circle_id(self) -> UUID:
        """The circle whose members may read it."""
        return self.session.circle_id
