"""Recipients of invitations, and whether they can be reached by mail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.circles.models import Seat
from app.circles.queries import is_taken, secret_circles
from app.database import db
from app.organisations.models import Organisation
from forums.invitations.models import Invitation
from forums.scheduling.models import Capacity, ForumRole, Participant, Session


class Recipient(NamedTuple):
    """The invitee of a seat: a person, or None for the office mailbox."""

    seat: Seat
    person: Person | None


def recipients(session: Session) -> list[Recipient]:
    """Return the reachable invitees of a session: participants, and offices of seats without one."""
    people = [one for one in _to_invite(session) if is_reachable(one.person)]
    offices = db.session.scalars(_offices(session, [one.seat_id for one in people])).all()
    return [Recipient(one.seat, one.person) for one in people] + [Recipient(seat, None) for seat in offices]


def _participants(forum_id: UUID) -> Select[Participant]:
    query = (
        select(Participant).join(Participant.seat).options(joinedload(Participant.person).lazyload(Person.organisation))
    )
    query = query.where(Participant.forum_id == forum_id, Participant.left_at.is_(None))
    return query.order_by(Seat.position, Seat.id, Participant.joined_at, Participant.id)


def _offices(session: Session, seats: Sequence[UUID]) -> Select[Seat]:
    """Select the seats not in `seats` whose offices can be reached by mail; none in a secret circle."""
    query = select(Seat).join(Seat.organisation)
    query = query.where(Seat.circle_id == session.circle_id, is_taken(session.day), Seat.id.not_in(seats))
    query = query.where(Seat.circle_id.not_in(secret_circles()))
    query = query.where(Organisation.secretariat_email.is_not(None), Organisation.archived_at.is_(None))
    return query.order_by(Seat.position, Seat.id)


def _to_invite(session: Session) -> list[Participant]:
    """Return those who are invited: no alternates, no one past their last day or replaced by an acting official."""
    here = [one for one in db.session.scalars(_participants(session.forum_id)) if one.is_here_on(session.day)]
    replaced = {one.place_of_id for one in here if one.is_acting}
    return [one for one in here if one.capacity is not Capacity.ALTERNATE and one.id not in replaced]


def alternates(seat_id: UUID) -> Sequence[Participant]:
    """Return the permanent alternates of a seat who can be reached by mail."""
    query = select(Participant).where(
        Participant.seat_id == seat_id, Participant.left_at.is_(None), Participant.capacity == Capacity.ALTERNATE
    )
    return [one for one in db.session.scalars(query.order_by(Participant.joined_at)) if is_reachable(one.person)]


def is_reachable(person: Person) -> bool:
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
