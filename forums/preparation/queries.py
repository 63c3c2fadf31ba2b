"""Queries of the documents of agenda items, and of what parties prepare for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.circles.models import Seat
from app.circles.queries import is_taken
from app.database import db
from app.files.models import StoredFile
from app.organisations.models import Organisation
from forums.agenda.models import AgendaItem
from forums.preparation.models import AgendaDocument, Preparation
from forums.preparation.rows import DocumentRow, PreparationRow
from forums.scheduling.models import Forum, Participant, Session, SessionState

A_WEEK = timedelta(days=7)


def documents_of(session_id: UUID) -> dict[UUID, list[DocumentRow]]:
    """Return the documents of a session's agenda, oldest first, by the id of their item."""
    shown: tuple[Any, ...] = (
        *(AgendaDocument.id, AgendaDocument.agenda_item_id, AgendaDocument.title, StoredFile.name, StoredFile.sha256),
        *(StoredFile.size, AgendaDocument.added_by_id, Person.name, Organisation.label, AgendaDocument.added_at),
    )
    query = select(*shown).join(AgendaDocument.item).join(AgendaDocument.file).join(AgendaDocument.added_by)
    query = query.join(Organisation, Organisation.id == Person.organisation_id)
    query = query.where(AgendaItem.session_id == session_id)
    found: dict[UUID, list[DocumentRow]] = defaultdict(list)
    for row in db.session.execute(query.order_by(AgendaDocument.added_at, AgendaDocument.id)):
        found[row.agenda_item_id].append(DocumentRow._make(row))
    return found


def preparations_of(session_id: UUID) -> dict[UUID, list[PreparationRow]]:
    """Return what parties prepare for a session's agenda, soonest first, by the id of the item."""
    shown: tuple[Any, ...] = (
        *(Preparation.id, Preparation.agenda_item_id, Seat.organisation_id, Organisation.label, Seat.sector),
        *(Preparation.what, Preparation.due, Preparation.received_at),
    )
    query = select(*shown).join(Preparation.item).join(Preparation.seat).join(Seat.organisation)
    query = query.where(AgendaItem.session_id == session_id).order_by(Preparation.due, Preparation.id)
    found: dict[UUID, list[PreparationRow]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row.agenda_item_id].append(PreparationRow._make(row))
    return found


def documents(item: AgendaItem) -> Select[AgendaDocument]:
    """Select the documents of an item."""
    return select(AgendaDocument).where(AgendaDocument.agenda_item_id == item.id).options(*_with_file())


def preparations(item: AgendaItem) -> Select[Preparation]:
    """Select what parties prepare for an item."""
    with_party = joinedload(Preparation.seat).joinedload(Seat.organisation)
    return select(Preparation).where(Preparation.agenda_item_id == item.id).options(with_party)


def document_for_act(document_id: UUID) -> AgendaDocument | None:
    """Return a document with its file and session."""
    in_session = joinedload(AgendaDocument.item).joinedload(AgendaItem.session)
    return db.session.get(AgendaDocument, document_id, options=[in_session, *_with_file()])


def preparation_for_act(preparation_id: UUID) -> Preparation | None:
    """Return a preparation with its party and session."""
    in_session = joinedload(Preparation.item).joinedload(AgendaItem.session)
    with_party = joinedload(Preparation.seat).joinedload(Seat.organisation)
    return db.session.get(Preparation, preparation_id, options=[in_session, with_party])


def _with_file() -> tuple[Any, ...]:
    return joinedload(AgendaDocument.file), joinedload(AgendaDocument.added_by)


def received_for(preparation_id: UUID) -> Sequence[AgendaDocument]:
    """Return the documents handed in for a preparation, oldest first."""
    query = select(AgendaDocument).where(AgendaDocument.preparation_id == preparation_id).options(*_with_file())
    return db.session.scalars(query.order_by(AgendaDocument.added_at)).all()


def parties(session: Session) -> Sequence[Seat]:
    """Return the seats of a session's forum on its day, in order."""
    query = select(Seat).where(Seat.circle_id == session.circle_id, is_taken(session.day))
    return db.session.scalars(query.options(joinedload(Seat.organisation)).order_by(Seat.position, Seat.id)).all()


def people_of(forum_id: UUID, seat_id: UUID) -> Sequence[Person]:
    """Return the current participants of a seat."""
    query = select(Person).join(Participant, Participant.person_id == Person.id)
    query = query.where(Participant.forum_id == forum_id, Participant.seat_id == seat_id)
    return db.session.scalars(query.where(Participant.left_at.is_(None)).order_by(Participant.joined_at)).all()


def still_handed_in(preparation_id: UUID, besides: UUID) -> bool:
    """Whether a document other than one was handed in for a preparation."""
    query = select(AgendaDocument.id).where(AgendaDocument.preparation_id == preparation_id)
    return db.session.scalar(query.where(AgendaDocument.id != besides).limit(1)) is not None


def to_remind(today: date, now: datetime) -> Sequence[Preparation]:
    """Return preparations of planned sessions that are not received and due within a week."""
    query = (
        select(Preparation)
        .join(Preparation.item)
        .join(AgendaItem.session)
        .join(Session.forum)
        .where(
            Preparation.received_at.is_(None),
            Preparation.due.between(today, today + A_WEEK),
            Session.state == SessionState.PLANNED,
            Session.ends_at > now,
            Forum.archived_at.is_(None),
        )
        .options(
            joinedload(Preparation.item).joinedload(AgendaItem.session),
            joinedload(Preparation.seat).joinedload(Seat.organisation),
        )
    )
    return db.session.scalars(query.order_by(Preparation.due, Preparation.id)).all()
