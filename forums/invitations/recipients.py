"""Whom an invitation goes to, and whether a mail reaches them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.accounts.models import Person
from app.circles.models import Seat
from app.circles.queries import is_taken
from app.database import db
from app.organisations.models import Organisation
from forums.invitations.models import Invitation
from forums.scheduling.models import Capacity, ForumRole, Participant, Session


class Recipient(NamedTuple):
    """Whom to invite for a seat: a person, or nobody by name, which means the office mailbox."""

    seat: Seat
    person: Person | None


def recipients(session: Session) -> list[Recipient]:
    """Return whom a session expects and a mail can reach: participants, and offices of seats without one."""
    query = (
        select(Participant)
        .join(Participant.seat)
        .where(Participant.forum_id == session.forum_id, Participant.left_at.is_(None))
        .order_by(Seat.position, Seat.id, Participant.joined_at, Participant.id)
    )
    people = [one for one in _asked(db.session.scalars(query).all(), session) if is_reachable(one.person)]
    seats = (
        select(Seat)
        .join(Seat.organisation)
        .where(
            Seat.circle_id == session.circle_id,
            is_taken(session.day),
            Seat.id.not_in([one.seat_id for one in people]),
            Organisation.secretariat_email.is_not(None),
            Organisation.archived_at.is_(None),
        )
    )
    offices = db.session.scalars(seats.order_by(Seat.position, Seat.id)).all()
    return [Recipient(one.seat, one.person) for one in people] + [Recipient(seat, None) for seat in offices]


def _asked(people: Sequence[Participant], session: Session) -> list[Participant]:
    """Return who is asked by themselves: not alternates, nor those who left by that day or whose place is taken."""
    here = [one for one in people if one.is_here_on(session.day)]
    replaced = {one.place_of_id for one in here if one.is_acting}
    return [one for one in here if one.capacity is not Capacity.ALTERNATE and one.id not in replaced]


def alternates(seat_id: UUID) -> Sequence[Participant]:
    """Return the permanent alternates of a seat, whom a mail reaches."""
    query = select(Participant).where(
        Participant.seat_id == seat_id, Participant.left_at.is_(None), Participant.capacity == Capacity.ALTERNATE
    )
    return [one for one in db.session.scalars(query.order_by(Participant.joined_at)) if is_reachable(one.person)]


def is_reachable(person: Person) -> bool:
    """Whether a mail to a person makes sense."""
    return bool(person.email) and person.suspended_at is None


def is_in_reach(invitation: Invitation) -> bool:
    """Whether a mail to whoever is invited makes sense."""
    return is_reachable(invitation.person) if invitation.person else bool(invitation.address)


def roles_of(session: Session) -> dict[UUID, ForumRole]:
    """Return the roles of a forum's participants, by person."""
    query = select(Participant.person_id, Participant.role).where(
        Participant.forum_id == session.forum_id, Participant.left_at.is_(None)
    )
    return {row.person_id: row.role for row in db.session.execute(query)}
