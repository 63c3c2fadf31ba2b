"""Queries of the files of a session, and of what its parts need to know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import joinedload

from app.circles.models import Seat
from app.circles.queries import is_taken
from app.database import db
from forums.agenda.models import AgendaItem
from forums.attendance.models import Attendance, Presence
from forums.decisions.models import Decision
from forums.dossier.models import SessionFile
from forums.invitations.models import Answer, Invitation
from forums.minutes.models import Minutes, Passage
from forums.papers.models import Letter, SignedLetter
from forums.papers.records.models import AgreementRecord
from forums.papers.reports.models import Report
from forums.preparation.models import AgendaDocument
from forums.scheduling.models import Session


def file_for_act(file_id: UUID) -> SessionFile | None:
    """Return a file with its session, its stored content and its seat."""
    return db.session.get(SessionFile, file_id, options=[joinedload(SessionFile.session), *_with_details()])


def files(session: Session) -> Select[SessionFile]:
    """Select the files of a session."""
    return select(SessionFile).where(SessionFile.session_id == session.id).options(*_with_details())


def files_of(session: Session) -> Sequence[SessionFile]:
    """Return the files of a session in the order in which they were added."""
    query = files(session).order_by(SessionFile.dated, SessionFile.added_at, SessionFile.id)
    found = db.session.scalars(query).all()
    for file in found:
        file.session = session
    return found


def _with_details() -> tuple[Any, ...]:
    return (
        joinedload(SessionFile.file),
        joinedload(SessionFile.added_by),
        joinedload(SessionFile.seat).joinedload(Seat.organisation),
    )


def public_photos(session_id: UUID) -> Sequence[SessionFile]:
    """Return the photos of a session that are marked as public."""
    query = select(SessionFile).where(SessionFile.session_id == session_id, SessionFile.is_public)
    return db.session.scalars(query.order_by(SessionFile.dated, SessionFile.added_at, SessionFile.id)).all()


def number_of_files(session_id: UUID, seat_id: UUID | None = None) -> int:
    """Return how many files a session has, or one seat of it."""
    query = select(func.count()).select_from(SessionFile).where(SessionFile.session_id == session_id)
    if seat_id:
        query = query.where(SessionFile.seat_id == seat_id)
    return db.session.scalar(query) or 0


def represented_seats(session_id: UUID) -> Sequence[Seat]:
    """Return the seats whose attendance was recorded as represented, in order."""
    query = select(Seat).join(Attendance, Attendance.seat_id == Seat.id)
    query = query.where(Attendance.session_id == session_id, Attendance.presence == Presence.REPRESENTED)
    return db.session.scalars(query.options(joinedload(Seat.organisation)).order_by(Seat.position).distinct()).all()


def seats(session: Session) -> Sequence[Seat]:
    """Return the seats of the forum on the day of a session, in order."""
    query = select(Seat).where(Seat.circle_id == session.circle_id, is_taken(session.day))
    return db.session.scalars(query.options(joinedload(Seat.organisation)).order_by(Seat.position, Seat.id)).all()


def documents(session_id: UUID) -> Sequence[AgendaDocument]:
    """Return the documents of a session's agenda with their files, in the order of the agenda."""
    query = select(AgendaDocument).join(AgendaDocument.item).where(AgendaItem.session_id == session_id)
    query = query.options(joinedload(AgendaDocument.file), joinedload(AgendaDocument.item))
    return db.session.scalars(query.order_by(AgendaItem.position, AgendaDocument.added_at, AgendaDocument.id)).all()


def minutes_with(minutes_id: UUID, session: Session) -> Minutes:
    """Return minutes with their session."""
    found = db.session.get_one(Minutes, minutes_id)
    found.session = session
    return found


def changed_at(session: Session) -> datetime:
    """Return when what a session's file contains was last changed: the date of papers that were not issued."""
    own = session.id
    minutes = select(Minutes.id).where(Minutes.session_id == own)
    latest = (
        select(func.max(Invitation.sent_at)).where(Invitation.session_id == own),
        select(func.max(Answer.received_at)).where(Answer.session_id == own),
        select(func.max(Letter.written_at)).where(Letter.session_id == own),
        select(func.max(SignedLetter.added_at)).where(SignedLetter.session_id == own),
        select(func.max(AgendaDocument.added_at)).join(AgendaDocument.item).where(AgendaItem.session_id == own),
        select(func.max(Attendance.recorded_at)).where(Attendance.session_id == own),
        select(func.max(Decision.decided_at)).where(Decision.session_id == own),
        select(func.max(Passage.written_at)).where(Passage.minutes_id.in_(minutes)),
        select(func.max(Minutes.circulated_at)).where(Minutes.session_id == own),
        select(func.max(Minutes.approved_at)).where(Minutes.session_id == own),
        select(func.max(AgreementRecord.written_at)).where(AgreementRecord.session_id == own),
        select(func.max(Report.written_at)).where(Report.session_id == own),
        select(func.max(SessionFile.added_at)).where(SessionFile.session_id == own),
    )
    moments = [session.made_at, session.opened_at, session.closed_at]
    moments += db.session.scalars(union_all(*latest)).all()
    return max(moment for moment in moments if moment)


def has_decisions(session_id: UUID) -> bool:
    """Whether decisions were taken in a session."""
    return db.session.scalar(select(Decision.id).where(Decision.session_id == session_id).limit(1)) is not None
