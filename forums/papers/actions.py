"""Actions on invitation letters: save the text, and store the signed letter."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import RuleViolation, require_version
from app.files.models import StoredFile
from app.pdf.languages import DEFAULT
from forums.papers import queries
from forums.papers.letters import LetterDetails
from forums.papers.models import Letter, SignedLetter
from forums.scheduling.models import Session


def write(
    session: Session, details: LetterDetails, *, version: str | None, texts: dict[str, str], by: Person, at: datetime
) -> Letter:
    """Save a session's letter. Raises Conflict if someone else saved it after `version` was shown."""
    letter = queries.letter_to_write(session.id)
    if letter is None:
        letter = Letter(session_id=session.id, language=DEFAULT)
        db.session.add(letter)
    else:
        require_version(letter, version, **texts)
    values = asdict(details)
    session.letter_number, session.letter_dated = values.pop("number"), values.pop("dated")
    for name, value in values.items():
        setattr(letter, name, value)
    letter.written_by_id, letter.written_at = by.id, at
    db.session.flush()
    audit.record("session.letter_written", session, by=by, at=at, number=session.letter_number)
    return letter


def keep_signed(session: Session, file: StoredFile, *, number: str, dated: date, by: Person, at: datetime) -> None:
    """Store the signed letter, replacing an earlier one; it is attached to invitations from now on.

    Raises RuleViolation unless it is a PDF.
    """
    if file.media_type != "application/pdf":
        raise RuleViolation(_l("Choose a PDF, which every mail program can show"), field="file")
    signed = queries.signed_letter_of(session.id)
    if signed is None:
        signed = SignedLetter(session_id=session.id)
        db.session.add(signed)
    signed.file, signed.added_by_id, signed.added_at = file, by.id, at
    session.letter_number, session.letter_dated = number, dated
    db.session.flush()
    audit.record("session.letter_signed", session, by=by, at=at, number=number, sha256=file.sha256)
