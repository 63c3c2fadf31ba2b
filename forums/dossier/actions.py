"""Actions: add, replace, describe and remove files of a session, and record that its file was assembled."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.circles.models import Seat
from app.database import db
from app.errors import NotNow, RuleViolation
from app.files.models import StoredFile
from app.files.pictures import is_picture
from app.files.store import path_of
from app.pdf.merging import UnreadablePdf, require_readable
from forums.dossier import queries
from forums.dossier.models import FileKind, SessionFile
from forums.scheduling.models import Session, SessionState

MOST = 100
"""Maximum number of files of a session."""
MOST_OF_SEAT = 5
"""Maximum number of letters of assignment of one seat."""
NAMED = frozenset({FileKind.OTHER, FileKind.RECEIPT})
"""Kinds of files that need a title, because their kind does not say what they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDetails:
    """What is entered about a file. `title` may be empty if the kind says enough."""

    kind: FileKind
    title: str = ""
    number: str = ""
    dated: date
    alternative: str = ""
    is_public: bool = False
    seat: Seat | None = None


def add(session: Session, file: StoredFile, details: FileDetails, *, by: Person | None, at: datetime) -> SessionFile:
    """Add a file to a session. `by` is None if it came by the link of an office.

    Raises NotNow if the session was cancelled or has too many files, RuleViolation for a file that cannot be printed.
    """
    _require_room(session, details.seat)
    if details.kind in NAMED and not details.title:
        raise RuleViolation(_l("Write what the document is"), field="title")
    _require_printable(file, details.kind)
    values = {name: getattr(details, name) for name in FileDetails.__slots__}
    made = SessionFile(session=session, file=file, added_by_id=by.id if by else None, added_at=at, **values)
    db.session.add(made)
    db.session.flush()
    _record("added", made, by=by, at=at, sha256=file.sha256)
    return made


def replace(session_file: SessionFile, file: StoredFile, *, reason: str, by: Person, at: datetime) -> None:
    """Replace the content of a file; the audit trail keeps the reason and the hash of the earlier content.

    Raises NotNow if the session was cancelled, RuleViolation for a file that cannot be printed.
    """
    _require_open(session_file.session)
    _require_printable(file, session_file.kind)
    before = session_file.file.sha256
    session_file.file, session_file.added_by_id, session_file.added_at = file, by.id, at
    _record("replaced", session_file, by=by, at=at, sha256=file.sha256, replaced=before, reason=reason)


def describe(
    session_file: SessionFile, *, title: str, alternative: str, is_public: bool, by: Person, at: datetime
) -> None:
    """Change the caption of a photo, its text alternative, and whether it is public. Raises NotNow for other files."""
    if session_file.kind is not FileKind.PHOTO:
        raise NotNow(_l("Only photos have a description"))
    session_file.title, session_file.alternative, session_file.is_public = title, alternative, is_public
    _record("described", session_file, by=by, at=at, public=is_public)


def remove(session_file: SessionFile, *, reason: str, by: Person, at: datetime) -> None:
    """Remove a file from its session; the audit trail keeps the reason and its hash.

    Raises NotNow if the session was cancelled.
    """
    _require_open(session_file.session)
    _record("removed", session_file, by=by, at=at, sha256=session_file.file.sha256, reason=reason)
    db.session.delete(session_file)


def note_bundle(session: Session, parts: Collection[str], *, by: Person, at: datetime) -> None:
    """Record that a person assembled the session file from `parts`."""
    audit.record("session_file.bundled", session, by=by, at=at, parts=list(parts))


def _record(act: str, session_file: SessionFile, *, by: Person | None, at: datetime, **details: Any) -> None:
    session = session_file.session
    audit.record(f"session_file.{act}", session, by=by, at=at, kind=session_file.kind, **details)


def _require_open(session: Session) -> None:
    session.require(SessionState.PLANNED, SessionState.HELD)


def _require_room(session: Session, seat: Seat | None) -> None:
    _require_open(session)
    if queries.number_of_files(session.id) >= MOST:
        raise NotNow(_l("This session has %(most)s files already. Remove one first.", most=MOST))
    if seat and queries.number_of_files(session.id, seat.id) >= MOST_OF_SEAT:
        raise NotNow(_l("This organisation has %(most)s letters already. Remove one first.", most=MOST_OF_SEAT))


def _require_printable(file: StoredFile, kind: FileKind) -> None:
    """Raise RuleViolation unless a file can be printed: a picture for a photo, else also a PDF without a password."""
    if is_picture(file.media_type):
        return
    if kind is FileKind.PHOTO:
        raise RuleViolation(_l("Choose a picture: PNG, JPEG, WebP or GIF"), field="file")
    if file.media_type != "application/pdf":
        raise RuleViolation(_l("Choose a PDF or a picture, so that it can be printed"), field="file")
    try:
        require_readable(path_of(file.sha256))
    except UnreadablePdf:
        raise RuleViolation(
            _l("This PDF is damaged or locked with a password. Save it again without a password."), field="file"
        ) from None
