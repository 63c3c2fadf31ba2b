"""Queries for circular decisions: the seats and their votes, lists, documents, and what is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.circles.models import Seat
from app.circles.queries import is_taken, knows_of
from app.database import db
from app.files.models import StoredFile
from app.mail.links.models import MailLink
from app.organisations.models import Organisation
from app.search.trigrams import Sought, within
from app.web.pagination import Paged, in_pages, paged
from forums.agenda.models import AgendaItem
from forums.circular.models import (
    Circular,
    CircularDocument,
    CircularReply,
    CircularState,
    CircularVote,
    circular_seats,
)
from forums.circular.rows import CircularRow, DocumentRow, OnAgenda, ReplyRow, SeatRow
from forums.decisions.models import Decision
from forums.scheduling.models import Forum, ForumRole, Participant
from forums.scheduling.queries import taking_part


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filters of the list of circulars, from the URL."""

    text: str = ""
    forum_slug: str = ""
    state: CircularState | None = None


def circular_for_act(circular_id: UUID) -> Circular | None:
    """Return a circular with its forum, people, decision and agenda item."""
    item = joinedload(Circular.agenda_item).joinedload(AgendaItem.session)
    people = joinedload(Circular.drafted_by), joinedload(Circular.circulated_by)
    decision = joinedload(Circular.decision).load_only(Decision.code)
    return db.session.get(Circular, circular_id, options=[joinedload(Circular.forum), item, *people, decision])


def lock(circular: Circular) -> None:
    """Lock a circular and refresh its columns, so that votes and its end follow one another."""
    db.session.execute(select(Circular.id).where(Circular.id == circular.id).with_for_update())
    db.session.refresh(circular, [column.key for column in Circular.__mapper__.column_attrs])


def counting_seats(forum: Forum, day: date) -> list[UUID]:
    """Return the ids of the seats of a forum that count for its quorum on a day."""
    query = select(Seat.id).where(Seat.circle_id == forum.circle_id, Seat.observer.is_(False), is_taken(day))
    return list(db.session.scalars(query.order_by(Seat.position, Seat.id)))


def seats(circular: Circular) -> list[SeatRow]:
    """Return the seats to which a circular was sent, in order, each with its current vote; one statement."""
    return [SeatRow._make(row) for row in db.session.execute(_seats(circular)).all()]


def _seats(circular: Circular) -> Select[Any]:
    opened = select(func.min(MailLink.opened_at)).join(Participant, Participant.person_id == MailLink.person_id)
    opened = opened.where(
        MailLink.subject_type == Circular.__name__,
        MailLink.subject_id == circular.id,
        Participant.forum_id == circular.forum_id,
        Participant.seat_id == Seat.id,
    )
    current = and_(
        CircularVote.seat_id == Seat.id, CircularVote.circular_id == circular.id, CircularVote.replaced_at.is_(None)
    )
    shown: tuple[Any, ...] = (Seat.id, Seat.organisation_id, Organisation.name, Seat.sector)
    vote: tuple[Any, ...] = (CircularVote.choice, func.coalesce(CircularVote.words, ""), Person.name, CircularVote.at)
    vote += (CircularVote.by_link, CircularVote.source, func.coalesce(CircularVote.evidence, ""))
    query = select(*shown, *vote, opened.correlate(Seat).scalar_subquery()).select_from(Seat)
    query = query.join(circular_seats, circular_seats.c.seat_id == Seat.id)
    query = query.join(Organisation, Organisation.id == Seat.organisation_id)
    query = query.outerjoin(CircularVote, current).outerjoin(Person, Person.id == CircularVote.by_id)
    return query.where(circular_seats.c.circular_id == circular.id).order_by(Seat.position, Seat.id)


def seat_for(person: Person, circular: Circular) -> Seat | None:
    """Return the seat of a circular for which a person may answer: their own, else that of their organisation."""
    own = select(Participant.seat_id).where(
        Participant.forum_id == circular.forum_id, taking_part(person.id), Participant.role != ForumRole.OBSERVER
    )
    query = select(Seat).join(circular_seats, circular_seats.c.seat_id == Seat.id)
    query = query.where(
        circular_seats.c.circular_id == circular.id,
        or_(Seat.id.in_(own), Seat.organisation_id == person.organisation_id),
    )
    return db.session.scalars(query.order_by(Seat.id.in_(own).desc(), Seat.position).limit(1)).first()


def seat_of(circular: Circular, seat_id: UUID) -> Seat | None:
    """Return a seat to which a circular was sent, or None."""
    query = select(Seat).join(circular_seats, circular_seats.c.seat_id == Seat.id)
    return db.session.scalar(query.where(circular_seats.c.circular_id == circular.id, Seat.id == seat_id))


def was_asked(circular_id: UUID, seat_id: UUID) -> bool:
    """Return whether a circular was sent to a seat."""
    found = select(circular_seats.c.seat_id).where(
        circular_seats.c.circular_id == circular_id, circular_seats.c.seat_id == seat_id
    )
    return db.session.scalar(found) is not None


def unanswered_by(seat_id: UUID) -> Sequence[UUID]:
    """Return the ids of the circulars that circulate and on which a seat that was asked has no vote."""
    voted = select(CircularVote.circular_id).where(CircularVote.seat_id == seat_id, CircularVote.replaced_at.is_(None))
    query = select(Circular.id).join(circular_seats, circular_seats.c.circular_id == Circular.id)
    query = query.where(
        circular_seats.c.seat_id == seat_id, Circular.state == CircularState.CIRCULATING, Circular.id.not_in(voted)
    )
    return db.session.scalars(query.order_by(Circular.id)).all()


def current_vote(circular_id: UUID, seat_id: UUID) -> CircularVote | None:
    """Return the vote of a seat that counts, or None."""
    query = select(CircularVote).where(CircularVote.circular_id == circular_id, CircularVote.seat_id == seat_id)
    return db.session.scalar(query.where(CircularVote.replaced_at.is_(None)))


def votes(circular_id: UUID) -> Select[CircularVote]:
    """Select all votes on a circular, those that were replaced too."""
    with_names = joinedload(CircularVote.by), joinedload(CircularVote.seat).joinedload(Seat.organisation)
    return select(CircularVote).where(CircularVote.circular_id == circular_id).options(*with_names)


def documents(circular_id: UUID) -> list[DocumentRow]:
    """Return the documents of a circular, oldest first."""
    shown = (CircularDocument.id, CircularDocument.title, StoredFile.name, StoredFile.size, Person.name)
    query = select(*shown).join(CircularDocument.file).join(CircularDocument.added_by)
    query = query.where(CircularDocument.circular_id == circular_id)
    ordered = query.order_by(CircularDocument.added_at, CircularDocument.id)
    return [DocumentRow._make(row) for row in db.session.execute(ordered)]


def stored_documents(circular_id: UUID) -> Select[CircularDocument]:
    """Select the documents of a circular with their files."""
    with_file = joinedload(CircularDocument.file), joinedload(CircularDocument.added_by)
    return select(CircularDocument).where(CircularDocument.circular_id == circular_id).options(*with_file)


def document_for_act(document_id: UUID) -> CircularDocument | None:
    """Return a document with its file and its circular."""
    circular = joinedload(CircularDocument.circular).joinedload(Circular.forum)
    return db.session.get(CircularDocument, document_id, options=[circular, joinedload(CircularDocument.file)])


def replies(circular_id: UUID) -> list[ReplyRow]:
    """Return the answers that were sent to all seats, oldest first."""
    query = select(CircularReply.text, Person.name, CircularReply.at).join(CircularReply.by)
    query = query.where(CircularReply.circular_id == circular_id).order_by(CircularReply.at, CircularReply.id)
    return [ReplyRow._make(row) for row in db.session.execute(query)]


def is_readable(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that `person` may read a circular of a joined forum: `policies.read_circular` in SQL."""
    leading = select(Participant.forum_id).where(
        taking_part(person.id), Participant.role.in_((ForumRole.CHAIR, ForumRole.FACILITATOR))
    )
    managed = true() if person.is_coordinator else Circular.forum_id.in_(leading)
    return and_(knows_of(Forum.circle_id, person, today), or_(Circular.circulated_at.is_not(None), managed))


def found(person: Person, filters: Filters, today: date) -> Select[Circular]:
    """Return the query for the circulars that `person` may read and that match `filters`, latest first."""
    query = select(Circular).join(Circular.forum).where(is_readable(person, today))
    if filters.text:
        query = query.where(within(Sought.of(filters.text), Circular.code, Circular.title, Circular.text))
    if filters.forum_slug:
        query = query.where(Forum.slug == filters.forum_slug)
    if filters.state:
        query = query.where(Circular.state == filters.state)
    return query.order_by(Circular.drafted_at.desc(), Circular.code.desc())


def _line() -> tuple[Any, ...]:
    sent = select(func.count()).where(circular_seats.c.circular_id == Circular.id)
    given = select(func.count()).where(CircularVote.circular_id == Circular.id, CircularVote.replaced_at.is_(None))
    own = (Circular.id, Circular.code, Circular.title, Circular.state, Circular.ends_at, Forum.timezone, Forum.name)
    return (
        *own,
        sent.correlate(Circular).scalar_subquery().label("seats"),
        given.correlate(Circular).scalar_subquery().label("votes"),
    )


def listed(person: Person, filters: Filters, today: date) -> Paged[CircularRow]:
    """Return the page of the list requested by the URL, in one query."""
    return paged(CircularRow._make, in_pages(found(person, filters, today), *_line()))


def latest_of(forum: Forum, person: Person, today: date, *, most: int) -> list[CircularRow]:
    """Return the latest circulars of a forum that `person` may read: drafts and those in circulation first."""
    query = found(person, Filters(forum_slug=forum.slug), today)
    is_open = Circular.state.in_((CircularState.DRAFT, CircularState.CIRCULATING))
    query = query.order_by(None).order_by(is_open.desc(), Circular.drafted_at.desc(), Circular.code.desc())
    rows = db.session.execute(query.with_only_columns(*_line(), maintain_column_froms=True).limit(most))
    return [CircularRow._make(row) for row in rows]


def circulating(*, until: datetime | None = None) -> Sequence[UUID]:
    """Return the ids of the circulars on which seats vote, the first to end first; only those that ended by `until`."""
    query = select(Circular.id).where(Circular.state == CircularState.CIRCULATING)
    if until is not None:
        query = query.where(Circular.ends_at < until)
    return db.session.scalars(query.order_by(Circular.ends_at, Circular.id)).all()


def circular_of(decision: Decision) -> Circular | None:
    """Return the circular that became a decision, or None; no statement for a decision of a session."""
    if decision.session_id is not None:
        return None
    return db.session.scalar(
        select(Circular).where(Circular.decision_id == decision.id).options(joinedload(Circular.forum))
    )


def of_item(item_id: UUID) -> Sequence[Circular]:
    """Return the circulars that an agenda item discusses or announces."""
    return db.session.scalars(select(Circular).where(Circular.agenda_item_id == item_id)).all()


def of_session(session_id: UUID) -> dict[UUID, list[OnAgenda]]:
    """Return the circulars on the agenda of a session, by the id of their item."""
    query = select(Circular.agenda_item_id, Circular.id, Circular.code, Circular.title).join(Circular.agenda_item)
    found: dict[UUID, list[OnAgenda]] = {}
    for item_id, *row in db.session.execute(query.where(AgendaItem.session_id == session_id)):
        if item_id:
            found.setdefault(item_id, []).append(OnAgenda._make(row))
    return found
