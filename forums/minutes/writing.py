"""Passages are saved as they are typed; whoever saves an older text is shown both, and nobody's words are lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import NotNow, RuleViolation
from forums.agenda.models import AgendaItem
from forums.minutes import queries
from forums.minutes.models import EarlierText, Minutes, Part, Passage
from forums.scheduling.models import Session, SessionState

STRETCH = timedelta(minutes=10)
"""After this pause a person's saves of a passage are recorded as a new act."""


class Overtaken(Exception):
    """Someone saved the passage first: it stands as it is, and `text`, which came too late, was not saved."""

    def __init__(self, passage: Passage, text: str) -> None:
        super().__init__("saved by someone else first")
        self.passage = passage
        self.text = text


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What a page sends: the text, the passage's id (made by the page), and the version on which the text is based.

    Version 0 begins a passage, at the end of its part of the minutes or of its agenda item.
    """

    passage_id: UUID
    version: int
    text: str
    part: Part
    item: AgendaItem | None = None


def begin(session: Session, *, at: datetime) -> Minutes:
    """Return the session's newest minutes, begun when there are none yet; they cannot be approved meanwhile."""
    minutes = queries.held_fast(session.id)
    if minutes is None:
        queries.lock_session(session.id)
        minutes = queries.held_fast(session.id)
    if minutes is None:
        minutes = Minutes(session_id=session.id, language=session.forum.language, begun_at=at)
        db.session.add(minutes)
        db.session.flush()
    return minutes


def write(session: Session, writing: Writing, *, by: Person, at: datetime) -> Passage:
    """Save a passage. Raises Overtaken when the text is based on an older version, NotNow when minutes are locked.

    The same text sent twice is saved once. What another person wrote before is kept as an earlier text.
    """
    session.require(SessionState.PLANNED, SessionState.HELD)
    minutes = begin(session, at=at)
    if minutes.is_locked:
        raise NotNow(_l("The minutes are approved and locked. Only a new version can change them"))
    passage = queries.passage_to_write(writing.passage_id) or _begin_passage(session, minutes, writing, by=by, at=at)
    if passage.minutes_id != minutes.id:
        raise RuleViolation(_l("This text belongs to other minutes. Reload the page"))
    if passage.text == writing.text:
        return passage
    if passage.version != writing.version:
        raise Overtaken(passage, writing.text)
    _keep_earlier(passage, by=by)
    _record(session, passage, by=by, at=at)
    passage.text = writing.text
    passage.version += 1
    passage.written_by_id, passage.written_at = by.id, at
    return passage


def _begin_passage(session: Session, minutes: Minutes, writing: Writing, *, by: Person, at: datetime) -> Passage:
    """Return a new passage, or the one that a save of the same page made a moment ago."""
    passage = Passage(
        id=writing.passage_id,
        minutes_id=minutes.id,
        part=writing.part,
        agenda_item_id=writing.item.id if writing.item else None,
        position=queries.next_position(minutes.id),
        text=writing.text,
        author_id=by.id,
        at=at,
        written_by_id=by.id,
        written_at=at,
    )
    try:
        with db.session.begin_nested():
            db.session.add(passage)
    except IntegrityError:
        earlier = queries.passage_to_write(writing.passage_id)
        if earlier is None:
            raise
        return earlier
    audit.record("passage.begun", passage, by=by, at=at, circle_id=session.circle_id)
    return passage


def _keep_earlier(passage: Passage, *, by: Person) -> None:
    """Keep what another person wrote before it is changed."""
    if passage.written_by_id == by.id:
        return
    db.session.add(
        EarlierText(
            passage_id=passage.id,
            version=passage.version,
            text=passage.text,
            written_by_id=passage.written_by_id,
            written_at=passage.written_at,
        )
    )


def _record(session: Session, passage: Passage, *, by: Person, at: datetime) -> None:
    """Record that a person changes a passage, once per stretch of typing and not for every save of it."""
    if passage.written_by_id != by.id or passage.written_at < at - STRETCH:
        version = passage.version
        audit.record("passage.changed", passage, by=by, at=at, circle_id=session.circle_id, version=version)
