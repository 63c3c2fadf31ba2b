"""The search for files of sessions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy import ColumnElement, Select, and_, case, false, or_, select, true

from app.accounts.models import Person
from app.circles.models import Circle, Classification
from app.files.lookup import documents
from app.files.models import StoredFile
from app.search.sources import Source
from forums.dossier.models import FileKind, SessionFile
from forums.minutes.models import PUBLISHED, Minutes
from forums.minutes.queries import SERVING, decided_in_whole
from forums.papers.reports.models import Report
from forums.scheduling.lookup import of_readable, session_label
from forums.scheduling.models import Forum, ForumRole, Participant, Session
from forums.scheduling.queries import taking_part


def rows() -> Select[Any]:
    """Select files with title, number, what a photo shows, and the name of their session."""
    title = case((SessionFile.title != "", SessionFile.title), else_=StoredFile.name).label("title")
    columns = (SessionFile.id, Forum.circle_id, title, SessionFile.alternative.label("text"))
    names = (StoredFile.name + " " + SessionFile.number).label("names")
    query = select(*columns, names, session_label(Forum.language).label("about"), SessionFile.dated.label("on_date"))
    return query.join(SessionFile.file).join(SessionFile.session).join(Session.forum)


def readable(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that a person may read a file: `policies.read_file` in SQL."""
    inside = of_readable(SessionFile.session_id, person, today, inside=True)
    inside = inside.where(_is_open(FileKind.RECEIPT, _keeps(person)), _is_open(FileKind.MEMO, _reports(person, today)))
    published = select(Minutes.id).where(Minutes.session_id == SessionFile.session_id, Minutes.state.in_(PUBLISHED))
    public = select(Session.id).join(Session.forum).join(Forum.circle)
    public = public.where(Session.id == SessionFile.session_id, Circle.classification == Classification.PUBLIC)
    photo = and_(SessionFile.is_public, *(one.correlate(SessionFile).exists() for one in (published, public)))
    return or_(inside.correlate(SessionFile).exists(), photo)


def _is_open(kind: FileKind, may: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that a file is of another kind than one that only those read of whom `may` is true."""
    return or_(SessionFile.kind != kind, may)


def _keeps(person: Person) -> ColumnElement[bool]:
    """Return the condition that a person may record the attendance of a session."""
    serving = _forums_of(person).where(Participant.role.in_(SERVING))
    officer = or_(Session.presider_id == person.id, Session.minute_taker_id == person.id)
    return true() if person.is_coordinator else or_(officer, Session.forum_id.in_(serving))


def _reports(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that a person may read the report of a session to leadership."""
    leading = _forums_of(person).where(Participant.role.in_((ForumRole.CHAIR, ForumRole.FACILITATOR)))
    issued = select(Report.id).where(Report.session_id == Session.id, Report.number != "").correlate(Session).exists()
    return or_(
        true() if person.is_coordinator else false(),
        Session.presider_id == person.id,
        Session.forum_id.in_(leading),
        and_(issued, decided_in_whole(Session, person, today)) if person.is_leadership else false(),
    )


def _forums_of(person: Person) -> Select[UUID]:
    return select(Participant.forum_id).where(taking_part(person.id)).correlate(None)


def _in_sessions(ids: Collection[UUID]) -> Select[UUID]:
    return select(SessionFile.id).where(SessionFile.session_id.in_(ids))


def _in_forums(ids: Collection[UUID]) -> Select[UUID]:
    return select(SessionFile.id).join(SessionFile.session).where(Session.forum_id.in_(ids))


FILES = Source(
    name="session-files",
    kind=documents(lambda entry: url_for("forums.dossier.download", session_file_id=entry.object_id)),
    model=SessionFile,
    rows=rows,
    readable=readable,
    follows={Session: _in_sessions, Forum: _in_forums},
)
