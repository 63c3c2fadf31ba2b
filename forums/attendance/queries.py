"""Who was there, and whom a session expects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import g, has_request_context
from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import Person
from app.circles.models import Seat
from app.circles.queries import is_taken
from app.database import db
from app.organisations.models import Sector
from app.statements import prepared
from forums.attendance.models import Attendance
from forums.attendance.rules import Place, Quorum, quorum
from forums.scheduling.models import Forum, ForumRole, Participant, Session


@dataclass(frozen=True, slots=True)
class Expected:
    """Someone whom a session expects: a participant of a seat, or a seat for which nobody takes part by name."""

    seat: Seat
    participant: Participant | None
    record: Attendance | None

    @property
    def key(self) -> str:
        """What names this row in a form."""
        return (self.participant.id if self.participant else self.seat.id).hex

    @property
    def counts(self) -> bool:
        """Whether the presence of this row takes a seat for the quorum."""
        observes = self.participant is not None and self.participant.role is ForumRole.OBSERVER
        return not (self.seat.observer or observes)


def expected(session: Session) -> list[Expected]:
    """Return whom a session expects, by seat in the order of papers, each with the record of its presence."""
    seats = db.session.scalars(*_seats(session.forum, _day(session))).all()
    people: dict[UUID, list[Participant]] = {}
    for participant in db.session.scalars(*_participants(session)):
        people.setdefault(participant.seat_id, []).append(participant)
    records = {(each.seat_id, each.participant_id): each for each in recorded(session.id)}
    rows = []
    for seat in seats:
        named = people.get(seat.id, [])
        rows += [Expected(seat, one, records.get((seat.id, one.id))) for one in named]
        if not named:
            rows.append(Expected(seat, None, records.get((seat.id, None))))
    return rows


def recorded(session_id: UUID) -> Sequence[Attendance]:
    """Return what was recorded for a session."""
    return db.session.scalars(*_recorded(session_id)).all()


@prepared
def _recorded(session_id: UUID) -> Select[Attendance]:
    return select(Attendance).where(Attendance.session_id == session_id)


def quorum_of(session: Session, rows: Iterable[Expected], now: datetime) -> Quorum:
    """Return how the expected rows stand against the forum's charter at `now`."""
    taken: dict[UUID, bool] = {}
    sectors: dict[UUID, str] = {}
    for row in rows:
        if row.seat.observer:
            continue
        sits = row.counts and row.record is not None and row.record.is_there(now)
        taken[row.seat.id] = taken.get(row.seat.id, False) or sits
        sectors[row.seat.id] = row.seat.sector.value
    places = [Place(sectors[seat_id], sits) for seat_id, sits in taken.items()]
    measured = _measured(session, places)
    _known()[_moment(session, now)] = measured
    return measured


def standing(session: Session, now: datetime) -> Quorum:
    """Return how attendance stands at `now`, without the names. A page asks the database once, in one query."""
    known, key = _known(), _moment(session, now)
    if key not in known:
        known[key] = _standing(session, now)
    return known[key]


def _known() -> dict[tuple[UUID, datetime], Quorum]:
    """Return what this request measured already."""
    return g.setdefault("quorums", {}) if has_request_context() else {}


def _moment(session: Session, now: datetime) -> tuple[UUID, datetime]:
    return session.id, now.replace(second=0, microsecond=0)


def _standing(session: Session, now: datetime) -> Quorum:
    sectors: dict[UUID, str] = {}
    taken: set[UUID] = set()
    for seat_id, sector, record in db.session.execute(*_taken(session, _day(session))):
        sectors[seat_id] = sector.value
        if record is not None and record.is_there(now):
            taken.add(seat_id)
    places = [Place(sector, seat_id in taken) for seat_id, sector in sectors.items()]
    return _measured(session, places)


@prepared
def _taken(session: Session, day: date) -> Select[UUID, Sector, Attendance]:
    """Select the seats of a session that count, each with what was recorded for it, None if nothing was."""
    observing = select(Participant.id).where(
        Participant.forum_id == session.forum_id, Participant.role == ForumRole.OBSERVER
    )
    counting = or_(Attendance.participant_id.is_(None), Attendance.participant_id.not_in(observing))
    own = and_(Attendance.session_id == session.id, Attendance.seat_id == Seat.id, counting)
    seats = select(Seat.id, Seat.sector, Attendance).outerjoin(Attendance, own)
    return seats.where(Seat.circle_id == session.circle_id, is_taken(day), Seat.observer.is_(False))


def _measured(session: Session, places: Iterable[Place]) -> Quorum:
    return quorum(places, share=session.forum.quorum_share, required=session.forum.quorum_sectors)


def _day(session: Session) -> date:
    return session.starts_at.astimezone(session.zone).date()


@prepared
def _seats(forum: Forum, day: date) -> Select[Seat]:
    query = select(Seat).where(Seat.circle_id == forum.circle_id, is_taken(day))
    return query.order_by(Seat.position, Seat.id)


@prepared
def _participants(session: Session) -> Select[Participant]:
    """Select who took part in the forum when the session began, with the person."""
    query = (
        select(Participant)
        .join(Participant.person)
        .options(contains_eager(Participant.person), joinedload(Participant.seat))
        .where(
            Participant.forum_id == session.forum_id,
            or_(Participant.left_at.is_(None), Participant.left_at > session.starts_at),
        )
    )
    return query.order_by(Participant.joined_at, Person.name)
