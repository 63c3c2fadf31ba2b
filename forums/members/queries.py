"""Queries for the seats, participants and arrivals of a forum."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import Person
from app.circles.models import Seat
from app.database import alphabetical, db
from forums.members.models import Arrival
from forums.scheduling.models import Capacity, Forum, Participant, Session, SessionState


def forum_of(seat: Seat) -> Forum | None:
    """Return the forum that a seat belongs to; None for the seat of an agreement."""
    return db.session.scalar(select(Forum).where(Forum.circle_id == seat.circle_id))


def seat_for_act(seat_id: UUID) -> Seat | None:
    """Return a seat of a forum, or None."""
    return db.session.scalar(select(Seat).join(Forum, Forum.circle_id == Seat.circle_id).where(Seat.id == seat_id))


def participant_for_act(participant_id: UUID) -> Participant | None:
    """Return a current participant with the forum."""
    query = select(Participant).options(joinedload(Participant.forum))
    return db.session.scalar(query.where(Participant.id == participant_id, Participant.left_at.is_(None)))


def arrival_for_act(arrival_id: UUID) -> Arrival | None:
    """Return a future participant with the forum."""
    return db.session.scalar(select(Arrival).options(joinedload(Arrival.forum)).where(Arrival.id == arrival_id))


def seats(forum: Forum) -> Sequence[Seat]:
    """Return all seats of a forum, past, current and future, ordered by position."""
    query = select(Seat).where(Seat.circle_id == forum.circle_id).order_by(Seat.position, Seat.since, Seat.id)
    return db.session.scalars(query).all()


def people(forum: Forum) -> Sequence[Participant]:
    """Return all current and former participants of a forum, in the order in which they joined."""
    query = select(Participant).join(Participant.person).options(contains_eager(Participant.person))
    query = query.options(joinedload(Participant.seat))
    return db.session.scalars(
        query.where(Participant.forum_id == forum.id).order_by(Participant.joined_at, alphabetical(Person.name))
    ).all()


def present(forum: Forum, person: Person) -> Participant | None:
    """Return the current participant that a person is in a forum, or None."""
    here = select(Participant).where(Participant.forum_id == forum.id, Participant.left_at.is_(None))
    return db.session.scalars(here.where(Participant.person_id == person.id)).first()


def people_on(seat: Seat) -> Sequence[Participant]:
    """Return the current participants of a seat, those in their own right first."""
    query = select(Participant).where(Participant.seat_id == seat.id, Participant.left_at.is_(None))
    found = db.session.scalars(query.order_by(Participant.joined_at, Participant.id)).all()
    return sorted(found, key=lambda one: one.capacity is not Capacity.OWN)


def arrivals(forum_id: UUID) -> Select[Arrival]:
    """Select the future participants of a forum."""
    return select(Arrival).where(Arrival.forum_id == forum_id)


def arrivals_on(seat: Seat) -> Sequence[Arrival]:
    """Return the future participants of a seat."""
    return db.session.scalars(select(Arrival).where(Arrival.seat_id == seat.id)).all()


def arrived(today: date) -> Sequence[Arrival]:
    """Return the arrivals whose first day has come, earliest first."""
    query = select(Arrival).options(joinedload(Arrival.forum), joinedload(Arrival.entered_by))
    return db.session.scalars(query.where(Arrival.since <= today).order_by(Arrival.since, Arrival.id)).all()


def gone(today: date) -> Sequence[Participant]:
    """Return the participants whose last day is over and who have not left yet."""
    query = select(Participant).options(joinedload(Participant.forum))
    return db.session.scalars(query.where(Participant.left_at.is_(None), Participant.last_day < today)).all()


def held_within(forum: Forum, first: date, last: date | None = None) -> Session | None:
    """Return the first session of a forum held from `first` to `last`, both days included, or None."""
    query = select(Session).where(
        Session.forum_id == forum.id,
        Session.state == SessionState.HELD,
        Session.starts_at >= begin_of(first, forum),
    )
    if last is not None:
        query = query.where(Session.starts_at < begin_of(last + timedelta(days=1), forum))
    return db.session.scalar(query.order_by(Session.starts_at).limit(1))


def begin_of(day: date, forum: Forum) -> datetime:
    """Return the instant at which a day begins in the forum's time zone."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(forum.timezone))


def takes_part_within(forum: Forum, person_id: UUID, first: date, last: date | None) -> bool:
    """Whether a person takes part in a forum, or will, on any day of a period."""
    here = select(Participant.id).where(
        Participant.forum_id == forum.id,
        Participant.person_id == person_id,
        or_(Participant.left_at.is_(None), Participant.left_at > begin_of(first, forum)),
        or_(Participant.last_day.is_(None), Participant.last_day >= first),
    )
    coming = select(Arrival.id).where(
        Arrival.forum_id == forum.id,
        Arrival.person_id == person_id,
        or_(Arrival.last_day.is_(None), Arrival.last_day >= first),
    )
    if last is not None:
        here = here.where(Participant.joined_at < begin_of(last + timedelta(days=1), forum))
        coming = coming.where(Arrival.since <= last)
    return db.session.scalar(here.union_all(coming).limit(1)) is not None
