"""Attachments of invitations: the invitation letter, once it was written and has a number."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app import files
from app.accounts.models import Person
from app.database import db
from app.pdf.languages import DEFAULT
from forums.papers import letter_paper
from forums.papers.queries import addressees, letter_of, signed_letter_of
from forums.scheduling.models import Session


def letter(session: Session, *, by: Person | None, at: datetime) -> list[UUID]:
    """Return the stored file of the letter: the signed one, else one generated now; empty for a draft or none."""
    if signed := signed_letter_of(session.id):
        return [signed.file_id]
    written = letter_of(session.id) if session.letter_number else None
    if written is None:
        return []
    content = letter_paper.pdf(session, addressees(session), at, DEFAULT)
    name = letter_paper.name(session, None, written.version)
    stored = files.keep(content, name=name, media_type="application/pdf", by=by, at=at)
    db.session.flush()
    return [stored.id]
