"""Typing an invitation letter."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import require_version
from forums.papers import queries
from forums.papers.languages import DEFAULT
from forums.papers.letters import LetterDetails
from forums.papers.models import Letter
from forums.scheduling.models import Session


def write(
    session: Session, details: LetterDetails, *, version: str | None, texts: dict[str, str], by: Person, at: datetime
) -> Letter:
    """Keep a session's letter as it was typed. Raises Conflict when someone else saved it after `version` was shown."""
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
