"""Recipients of invitations, and whether they can be reached by mail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.circles.models import Seat
from app.circles.queries import is_taken, secret_circles
from app.database import db
from app.organisations.models import Organisation
from forums.invitations.models import Invitation
from forums.scheduling.models import Capacity, ForumRole, Participant, Session, TakesPart

P = TypeVar("P", bound=Any)


class Recipient(NamedTuple):
    """The invitee of a seat: a person, or None for the office mailbox."""

    seat: Seat
    person: Person | None


class _Asked(NamedTuple):
    id: UUID
    seat_id: UUID
    person_id: UUID
    place_of_id: UUID | None
    capacity: Capacity
    last_day: date | None
    email: str | None
    suspended_at: datetime | None


class Asked(TakesPart, _Asked):
    """The columns of a participant that decide whether they are invited; email and suspension are the person's."""

    __slots__ = ()


def recipients(session: Session) -> list[Recipient]:
    """Return the reachable invitees of a session: participants, and offices of seats without one."""
    participants = db.session.scalars(_participants(session.forum_id)).all()
    people = [one for one in _to_invite(participants, session) if is_reachable(one.person)]
    offices = db.session.scalars(_offices(session.circle_id, session.day, [one.seat_id for one in people])).all()
    return [Recipient(one.seat, one.person) for one in people] + [Recipient(seat, None) for seat in offices]


def invitees(session: Session) -> list[UUID]:
    """Return the ids of the same invitees: of people, and of organisations for offices."""
    participants = map(Asked._make, db.session.execute(_participants_in_short(session.forum_id)).all())
    people = [one for one in _to_invite(participants, session) if is_reachable(one)]
    offices = db.session.execute(
        _offices_in_short(session.circle_id, session.day, [one.seat_id for one in people])
    ).all()
    return [one.person_id for one in people] + [organisation_id for (organisation_id,) in offices]


def _participants(forum_id: UUID) -> Select[Participant]:
    query = (
        select(Participant).join(Participant.seat).options(joinedload(Participant.person).lazyload(Person.organisation))
    )
    query = query.where(Participant.forum_id == forum_id, Participant.left_at.is_(None))
    return query.order_by(Seat.position, Seat.id, Participant.joined_at, Participant.id)


def _participants_in_short(forum_id: UUID) -> Select[Any]:
    own = (getattr(Participant, name) for name in Asked._fields[:6])
    query = select(*own, Person.email, Person.suspended_at).join(Participant.person)
    return query.where(Participant.forum_id == forum_id, Participant.left_at.is_(None))


def _offices(circle_id: UUID, day: date, seats: Sequence[UUID]) -> Select[Seat]:
    return _without(seats, select(Seat), circle_id, day).order_by(Seat.position, Seat.id)


def _offices_in_short(circle_id: UUID, day: date, seats: Sequence[UUID]) -> Select[UUID]:
    return _without(seats, select(Seat.organisation_id), circle_id, day)


def _without(seats: Sequence[UUID], found: Select[Any], circle_id: UUID, day: date) -> Select[Any]:
    """Filter seats to those not in `seats` whose offices can be reached by mail; none in a secret circle."""
    found = found.join(Seat.organisation).where(Seat.circle_id == circle_id, is_taken(day), Seat.id.not_in(seats))
    found = found.where(Seat.circle_id.not_in(secret_circles()))
    return found.where(Organisation.secretariat_email.is_not(None), Organisation.archived_at.is_(None))


def _to_invite(people: Iterable[P], session: Session) -> list[P]:
    """Return those who are invited: no alternates, no one past their last day or replaced by an acting official."""
    here = [one for one in people if one.is_here_on(session.day)]
    replaced = {one.place_of_id for one in here if one.is_acting}
    return [one for one in here if one.capacity is not Capacity.ALTERNATE and one.id not in replaced]


def alternates(seat_id: UUID) -> Sequence[Participant]:
    """Return the permanent alternates of a seat who can be reached by mail."""
    query = select(Participant).where(
        Participant.seat_id == seat_id, Participant.left_at.is_(None), Participant.capacity == Capacity.ALTERNATE
    )
    return [one for one in db.session.scalars(query.order_by(Participant.joined_at)) if is_reachable(one.person)]


def is_reachable(person: Person | Asked) -> bool:
    """Whether a person has an e-mail address and is not suspended."""
    return bool(person.email) and person.suspended_at is None


def is_in_reach(invitation: Invitation) -> bool:
    """Whether the invitee can be reached by mail."""
    return is_reachable(invitation.person) if invitation.person else bool(invitation.address)


def roles_of(session: Session) -> dict[UUID, ForumRole]:
    """Return the roles of a forum's participants, by person id."""
    query = select(Participant.person_id, Participant.role).where(
        Participant.forum_id == session.forum_id, Participant.left_at.is_(None)
    )
    return {row.person_id: row.role for row in db.session.execute(query)}
