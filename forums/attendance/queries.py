"""Queries for attendance: the expected rows of a session, and its quorum."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from flask import g, has_request_context
from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import contains_eager, lazyload

from app.accounts.models import Person
from app.circles.models import Seat
from app.circles.queries import is_taken
from app.database import alphabetical, db
from app.organisations.models import Organisation, Sector
from forums.attendance.models import Attendance, Came, Presence
from forums.attendance.rules import Place, Quorum, quorum
from forums.minutes.locks import is_locked
from forums.scheduling.models import Capacity, ForumRole, Participant, Session, SessionState


class RowOf(NamedTuple):
    """Identifies a row of a session: a participant of a seat, or a seat without a named participant."""

    seat_id: UUID
    participant_id: UUID | None


@dataclass(frozen=True, slots=True)
class Expected:
    """An expected attendee: a participant of a seat, or a seat without a named participant."""

    seat: Seat
    participant: Participant | None
    record: Attendance | None
    counts: bool
    """Whether the presence of this row counts towards the quorum."""

    @property
    def key(self) -> str:
        """The identifier of this row in a form."""
        named: UUID = self.participant.id if self.participant else self.seat.id
        return named.hex

    @property
    def place(self) -> RowOf:
        """The identity of this row in a session."""
        return RowOf(self.seat.id, self.participant.id if self.participant else None)

    @property
    def is_there(self) -> bool:
        """Whether they came and have not left."""
        return self.record is not None and self.record.came and self.record.left_at is None


def expected(session: Session) -> list[Expected]:
    """Return the expected rows of a session, ordered by seat position, each with its attendance record."""
    seats = db.session.scalars(_seats(session)).all()
    records = {(each.seat_id, each.participant_id): each for each in recorded(session.id)}
    people: dict[UUID, list[Participant]] = {}
    for participant in _taking_part(session, {participant_id for _seat, participant_id in records}):
        people.setdefault(participant.seat_id, []).append(participant)
    rows = []
    for seat in seats:
        named: list[Participant | None] = [*people.get(seat.id, [])]
        for one in named or [None]:
            record = records.get((seat.id, one.id if one else None))
            counts = _counts(session, seat.id, seat.observer, one.id if one else None, one.role if one else None)
            rows.append(Expected(seat, one, record, counts))
    return rows


def _taking_part(session: Session, recorded_ids: Collection[UUID | None]) -> list[Participant]:
    """Return the participants on the day of a session, without alternates and those replaced by an acting official,
    unless attendance was recorded for them.
    """
    day = _day(session)
    here = [one for one in db.session.scalars(_participants(session)) if one.is_here_on(day)]
    replaced = {one.place_of_id for one in here if one.is_acting}
    return [
        one for one in here if one.id in recorded_ids or not (one.id in replaced or one.capacity is Capacity.ALTERNATE)
    ]


def _counts(
    session: Session,
    seat_id: UUID,
    observer: bool,
    participant_id: UUID | None = None,
    role: ForumRole | None = None,
) -> bool:
    """Whether a seat and its participant count towards the quorum: by the observers stored when the session was closed,
    else by the current roles.
    """
    if session.measured_by is not None:
        without = session.measured_by["observers"]
        return str(seat_id) not in without and (participant_id is None or str(participant_id) not in without)
    return not (observer or role is ForumRole.OBSERVER)


def takes_attendance(session: Session) -> bool:
    """Return whether attendance can be recorded: the session was not cancelled, and its minutes are not approved."""
    if session.state is SessionState.HELD:  # earlier, there are no minutes to approve
        return not is_locked(session.id)
    return session.state is SessionState.PLANNED


def measured_at(session: Session, now: datetime) -> datetime | None:
    """Return the instant of the quorum to show: `now` until the session is closed, then None: of all who came."""
    return None if session.closed_at else now


def recorded(session_id: UUID) -> Sequence[Attendance]:
    """Return the attendance records of a session."""
    return db.session.scalars(_recorded(session_id)).all()


def record_of(session_id: UUID, place: RowOf) -> Attendance | None:
    """Return the current attendance record of one row."""
    query = _recorded(session_id).where(Attendance.participant_id == place.participant_id)  # None becomes IS NULL
    if place.participant_id is None:
        query = query.where(Attendance.seat_id == place.seat_id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def is_recorded(session_id: UUID) -> bool:
    """Whether any attendance was recorded for a session."""
    return db.session.scalar(select(Attendance.id).where(Attendance.session_id == session_id).limit(1)) is not None


def _recorded(session_id: UUID) -> Select[Attendance]:
    return select(Attendance).where(Attendance.session_id == session_id)


def quorum_of(session: Session, rows: Iterable[Expected], now: datetime | None) -> Quorum:
    """Return the quorum of the expected rows under the forum's charter at `now`; None: of all who came."""
    taken: dict[UUID, bool] = {}
    sectors: dict[UUID, str] = {}
    for row in rows:
        if not _counts(session, row.seat.id, row.seat.observer):
            continue
        sits = row.counts and row.record is not None and row.record.is_there(now)
        taken[row.seat.id] = taken.get(row.seat.id, False) or sits
        sectors[row.seat.id] = row.seat.sector.value
    places = [Place(sectors[seat_id], sits) for seat_id, sits in taken.items()]
    measured = _measured(session, places)
    _known()[_moment(session, now)] = measured
    return measured


def quorum_at(session: Session, now: datetime | None) -> Quorum:
    """Return the quorum at `now`, without names; None: of all who came. Cached for the request; one query."""
    known, key = _known(), _moment(session, now)
    if key not in known:
        known[key] = _quorum_at(session, now)
    return known[key]


def current_quorum(session: Session, now: datetime) -> Quorum:
    """Return the quorum at `now`; once the session is closed, that of all who came."""
    return quorum_at(session, measured_at(session, now))


def past_quorum(session: Session, at: datetime) -> Quorum:
    """Return what `current_quorum` returned at an earlier instant, by the current attendance list."""
    return quorum_at(session, None if session.closed_at and session.closed_at <= at else at)


def _known() -> dict[tuple[UUID, datetime | None], Quorum]:
    """Return the request's cache of quorums, by session and minute."""
    return g.setdefault("quorums", {}) if has_request_context() else {}


def _moment(session: Session, now: datetime | None) -> tuple[UUID, datetime | None]:
    return session.id, now.replace(second=0, microsecond=0) if now else None


class NamedSeat(NamedTuple):
    """A seat with the name of its organisation."""

    id: UUID
    organisation: str


class _Taken(NamedTuple):
    seat_id: UUID
    sector: Sector
    observer: bool
    presence: Presence | None
    arrived_at: datetime | None
    left_at: datetime | None
    participant_id: UUID | None
    role: ForumRole | None
    organisation: str


class Taken(Came, _Taken):
    """A seat of a session with one of its attendance records, if any."""

    __slots__ = ()


def _quorum_at(session: Session, now: datetime | None) -> Quorum:
    sectors: dict[UUID, str] = {}
    taken: set[UUID] = set()
    for one in _rows(session):
        if not _counts(session, one.seat_id, one.observer):
            continue
        sectors[one.seat_id] = one.sector.value
        if one.is_there(now) and _counts(session, one.seat_id, one.observer, one.participant_id, one.role):
            taken.add(one.seat_id)
    places = [Place(sector, seat_id in taken) for seat_id, sector in sectors.items()]
    return _measured(session, places)


def seats_that_came(session: Session) -> list[NamedSeat]:
    """Return the seats that count towards the quorum and were present at any time, in order."""
    came = [
        NamedSeat(one.seat_id, one.organisation)
        for one in _rows(session)
        if one.came and _counts(session, one.seat_id, one.observer, one.participant_id, one.role)
    ]
    return list(dict.fromkeys(came))


def _rows(session: Session) -> list[Taken]:
    """Return the seats of a session with their attendance records. Cached for the request."""
    known: dict[UUID, list[Taken]] = g.setdefault("seats_with_attendance", {}) if has_request_context() else {}
    if session.id not in known:
        known[session.id] = list(map(Taken._make, db.session.execute(_taken(session, _day(session)))))
    return known[session.id]


def _taken(session: Session, day: date) -> Select[Any]:
    """Select the seats of a session in order, each with its attendance records, or None."""
    own = and_(Attendance.session_id == session.id, Attendance.seat_id == Seat.id)
    came = (Attendance.presence, Attendance.arrived_at, Attendance.left_at)
    shown: tuple[Any, ...] = (Seat.id, Seat.sector, Seat.observer, *came)
    seats = select(*shown, Attendance.participant_id, Participant.role, Organisation.name).select_from(Seat)
    seats = seats.join(Organisation, Organisation.id == Seat.organisation_id)
    seats = seats.outerjoin(Attendance, own).outerjoin(Attendance.participant)
    return seats.where(Seat.circle_id == session.circle_id, is_taken(day)).order_by(Seat.position, Seat.id)


def _measured(session: Session, places: Iterable[Place]) -> Quorum:
    kept, forum = session.measured_by, session.forum
    share, sectors = (kept["share"], kept["sectors"]) if kept else (forum.quorum_share, forum.quorum_sectors)
    return quorum(places, share=share, required=sectors)


def _day(session: Session) -> date:
    return session.starts_at.astimezone(session.zone).date()


def _seats(session: Session) -> Select[Seat]:
    """Select the seats that are filled on the day of a session, in order."""
    query = select(Seat).where(Seat.circle_id == session.circle_id, is_taken(_day(session)))
    return query.order_by(Seat.position, Seat.id)


def _participants(session: Session) -> Select[Participant]:
    """Select the participants of the forum when a session began, and those who joined before its end."""
    person = contains_eager(Participant.person).lazyload(Person.organisation)
    query = select(Participant).join(Participant.person).options(person, lazyload(Participant.seat))
    query = query.where(
        Participant.forum_id == session.forum_id,
        or_(Participant.left_at.is_(None), Participant.left_at > session.starts_at),
        Participant.joined_at < (session.closed_at or session.ends_at),
    )
    return query.order_by(Participant.joined_at, alphabetical(Person.name))
