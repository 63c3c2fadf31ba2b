"""Minutes and passages as pages and acts need them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.accounts.models import Person
from app.circles.models import Circle, Classification, Seat
from app.circles.queries import circles_of, is_taken, opened_by_role
from app.database import alphabetical, db, figure
from app.organisations.models import Organisation
from app.statements import prepared, selected
from forums.minutes.lines import CorrectionLine, Newest, PassageLine
from forums.minutes.models import (
    FROM_CIRCULATED,
    LOCKED,
    PUBLISHED,
    Correction,
    CorrectionState,
    EarlierText,
    Minutes,
    MinutesState,
    Passage,
)
from forums.scheduling.models import Forum, ForumRole, Participant, Session, SessionState
from forums.scheduling.queries import taking_part

SERVING = frozenset({ForumRole.CHAIR, ForumRole.FACILITATOR, ForumRole.MINUTE_TAKER})
"""Who serves a forum: they read its minutes from the draft on."""
WRITING = timedelta(minutes=1)
"""How long after a save someone counts as writing."""


def versions(session_id: UUID) -> Sequence[Minutes]:
    """Return all versions of a session's minutes, the newest first, with who approved each."""
    return db.session.scalars(*_versions(session_id)).all()


@prepared
def _versions(session_id: UUID) -> Select[Minutes]:
    approver = joinedload(Minutes.approved_by).lazyload(Person.organisation)
    query = select(Minutes).where(Minutes.session_id == session_id).options(approver)
    return query.order_by(Minutes.version.desc())


def newest(session_id: UUID, states: Collection[MinutesState]) -> Newest | None:
    """Return the newest version of a session's minutes that is in one of `states`."""
    found = selected(*_newest(session_id, list(states)))
    return Newest._make(found[0]) if found else None


@prepared
def _newest(session_id: UUID, states: Sequence[MinutesState]) -> Select[UUID, MinutesState]:
    query = select(Minutes.id, Minutes.state).where(Minutes.session_id == session_id, Minutes.state.in_(states))
    return query.order_by(Minutes.version.desc()).limit(figure(1))


def decided_for(session: Any, person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that `person` reads what a row of `session`, the table or an alias of it, decided.

    It says what `policies.reads_decisions` does.
    """
    own = select(Participant.forum_id).where(taking_part(person.id)).correlate(None)
    voting = circles_of(person.organisation_id, today).where(Seat.observer.is_(False))
    classified = select(Forum.id).join(Forum.circle).correlate(None)
    open_circles = classified.where(Circle.classification != Classification.SECRET)
    seated = open_circles.where(Circle.id.in_(circles_of(person.organisation_id, today)))
    speaking = open_circles.where(Circle.id.in_(voting))

    def told(states: Collection[MinutesState]) -> ColumnElement[bool]:
        reached = select(Minutes.id).where(Minutes.session_id == session.id, Minutes.state.in_(states))
        return reached.correlate(session).exists()

    def of(forums: Select[UUID]) -> ColumnElement[bool]:
        condition: ColumnElement[bool] = session.forum_id.in_(forums)
        return condition

    return or_(
        of(own) if person.is_coordinator else false(),
        of(select(Forum.id).where(opened_by_role(Forum.circle_id, person)).correlate(None)),
        or_(session.presider_id == person.id, session.minute_taker_id == person.id),
        of(own.where(Participant.role.in_(SERVING))),
        and_(of(own.where(Participant.role == ForumRole.MEMBER)), told(FROM_CIRCULATED)),
        and_(of(speaking), session.forum_id.not_in(own), told(FROM_CIRCULATED)),
        and_(or_(of(own), of(seated)), told(LOCKED)),
        and_(of(classified.where(Circle.classification == Classification.PUBLIC)), told(PUBLISHED)),
    )


def latest(session_id: UUID) -> Minutes | None:
    """Return the newest version of a session's minutes."""
    query = select(Minutes).where(Minutes.session_id == session_id)
    return db.session.scalars(query.order_by(Minutes.version.desc()).limit(1)).first()


def held_fast(session_id: UUID, *, to_change: bool = False) -> Minutes | None:
    """Return the newest version as it is now, and keep it from being approved before the transaction ends.

    Writers hold it together; `to_change` holds it alone.
    """
    newest = select(Minutes.id).where(Minutes.session_id == session_id).order_by(Minutes.version.desc()).limit(1)
    minutes_id = db.session.scalar(newest.with_for_update(read=not to_change))
    if minutes_id is None:
        return None
    minutes = db.session.get_one(Minutes, minutes_id)
    db.session.refresh(minutes, [column.key for column in Minutes.__mapper__.column_attrs])
    return minutes


def lock_session(session_id: UUID) -> None:
    """Let nobody else begin minutes of this session until the transaction ends."""
    db.session.execute(select(Session.id).where(Session.id == session_id).with_for_update())


def minutes_for_act(minutes_id: UUID) -> Minutes | None:
    """Return minutes with their session, its presider and minute-taker."""
    session = joinedload(Minutes.session)
    options = [
        session.joinedload(Session.presider),
        session.joinedload(Session.minute_taker),
        joinedload(Minutes.approved_by),
    ]
    return db.session.get(Minutes, minutes_id, options=options)


def correction_for_act(correction_id: UUID) -> Correction | None:
    """Return a correction with the minutes and session that it is about."""
    options = [
        joinedload(Correction.minutes).joinedload(Minutes.session),
        joinedload(Correction.by),
        joinedload(Correction.seat),
    ]
    return db.session.get(Correction, correction_id, options=options)


def passage_to_read(passage_id: UUID) -> Passage | None:
    """Return a passage with who began and who last wrote it."""
    return db.session.get(Passage, passage_id, options=[joinedload(Passage.author), joinedload(Passage.written_by)])


def passages(minutes_id: UUID) -> list[PassageLine]:
    """Return the passages of minutes in their order."""
    return [PassageLine._make(row) for row in selected(*_passages(minutes_id))]


@prepared
def _passages(minutes_id: UUID) -> Select[Any]:
    author, writer = aliased(Person), aliased(Person)
    shown: tuple[Any, ...] = (Passage.id, Passage.part, Passage.agenda_item_id, Passage.text, Passage.version)
    query = select(*shown, author.id, author.name, writer.id, writer.name, Passage.written_at)
    query = query.join(author, Passage.author).join(writer, Passage.written_by)
    return query.where(Passage.minutes_id == minutes_id).order_by(Passage.position, Passage.at, Passage.id)


def passage_to_write(passage_id: UUID) -> Passage | None:
    """Return a passage as it is now; other writers of it wait until the transaction ends."""
    query = select(Passage).where(Passage.id == passage_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).first()


def next_position(minutes_id: UUID) -> int:
    """Return the position of one more passage."""
    last = db.session.scalar(select(func.max(Passage.position)).where(Passage.minutes_id == minutes_id))
    return (last or 0) + 1


def writing_now(written: Sequence[PassageLine], now: datetime, *, except_for: Person) -> dict[UUID | None, list[str]]:
    """Return who saved a passage within the last minute, besides one person: names by agenda item."""
    names: dict[UUID | None, list[str]] = {}
    for each in written:
        if each.written_at > now - WRITING and each.written_by_id != except_for.id:
            here = names.setdefault(each.agenda_item_id, [])
            if each.written_by not in here:
                here.append(each.written_by)
    return names


def earlier_texts(passage_id: UUID) -> Sequence[EarlierText]:
    """Return what a passage said before others changed it, the newest first."""
    query = select(EarlierText).where(EarlierText.passage_id == passage_id).options(joinedload(EarlierText.written_by))
    return db.session.scalars(query.order_by(EarlierText.version.desc())).all()


def corrections(minutes_id: UUID) -> list[CorrectionLine]:
    """Return what parties asked to be corrected, in the order in which they asked."""
    return [CorrectionLine._make(row) for row in selected(*_corrections(minutes_id))]


@prepared
def _corrections(minutes_id: UUID) -> Select[Any]:
    seated, own = aliased(Organisation), aliased(Organisation)
    shown: tuple[Any, ...] = (Correction.id, func.coalesce(seated.name, own.name), Person.name, Correction.at)
    query = select(*shown, Correction.text, Correction.state, Correction.answer).join(Correction.by)
    query = query.join(own, own.id == Person.organisation_id)
    query = query.outerjoin(Correction.seat).outerjoin(seated, seated.id == Seat.organisation_id)
    return query.where(Correction.minutes_id == minutes_id).order_by(Correction.at, Correction.id)


def has_open_corrections(minutes_id: UUID) -> bool:
    """Whether a correction waits for an answer."""
    query = select(Correction.id).where(Correction.minutes_id == minutes_id, Correction.state == CorrectionState.OPEN)
    return db.session.scalar(query.limit(1)) is not None


def session_after(session: Session) -> Session | None:
    """Return the forum's session that comes after one, held or still planned."""
    query = select(Session).where(
        Session.forum_id == session.forum_id,
        Session.starts_at > session.starts_at,
        Session.state.in_((SessionState.PLANNED, SessionState.HELD)),
    )
    return db.session.scalar(query.order_by(Session.starts_at).limit(1))


def seat_of(person: Person, session: Session) -> Seat | None:
    """Return the seat that a person speaks for in the session's forum: their own, else that of their organisation."""
    own = select(Participant.seat_id).where(
        Participant.forum_id == session.forum_id, Participant.person_id == person.id, Participant.left_at.is_(None)
    )
    day = session.starts_at.astimezone(session.zone).date()
    query = (
        select(Seat)
        .where(
            Seat.circle_id == session.circle_id,
            or_(Seat.id.in_(own), (Seat.organisation_id == person.organisation_id) & is_taken(day)),
        )
        .order_by(Seat.id.in_(own).desc(), Seat.position)
    )
    return db.session.scalars(query.limit(1)).first()


def readers(forum_id: UUID, *, observers: bool) -> list[Person]:
    """Return everyone who takes part in a forum and can be written to, once each."""
    query = select(Participant).join(Participant.person).options(contains_eager(Participant.person))
    query = query.where(Participant.forum_id == forum_id, Participant.left_at.is_(None), Person.email.is_not(None))
    if not observers:
        query = query.join(Participant.seat).where(Participant.role != ForumRole.OBSERVER, Seat.observer.is_(False))
    return list(dict.fromkeys(each.person for each in db.session.scalars(query.order_by(alphabetical(Person.name)))))
