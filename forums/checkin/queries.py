"""Queries of check-in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.clock import midnight
from app.database import db
from forums.attendance.queries import RowOf
from forums.checkin.models import CheckInRenewal, Guest, GuestState
from forums.checkin.rules import Coded, Window, window
from forums.invitations.models import Invitation
from forums.scheduling.models import Participant, Session, SessionState


def window_of(session: Session) -> Window:
    """Return the period in which people can check in to a session."""
    return window(starts_at=session.starts_at, ends_at=session.ends_at, closed_at=session.closed_at)


def is_open(session: Session, now: datetime) -> bool:
    """Whether people can check in to a session at `now`."""
    takes_place = session.state in {SessionState.PLANNED, SessionState.HELD}
    return takes_place and window_of(session).is_open(now)


def generation_of(session_id: UUID) -> int:
    """Return how often the code of a session was renewed."""
    query = select(CheckInRenewal.generation).where(CheckInRenewal.session_id == session_id)
    return db.session.scalar(query) or 0


def renewal_of(session_id: UUID) -> CheckInRenewal | None:
    """Return the latest renewal of a session's code."""
    return db.session.scalar(select(CheckInRenewal).where(CheckInRenewal.session_id == session_id))


def sessions_on(day: date) -> list[Coded]:
    """Return the sessions that start on a day, in the instance's time zone, with what their codes depend on."""
    query = select(Session.id, func.coalesce(CheckInRenewal.generation, 0), Session.made_at)
    query = query.outerjoin(CheckInRenewal, CheckInRenewal.session_id == Session.id)
    query = query.where(Session.starts_at >= midnight(day), Session.starts_at < midnight(day + timedelta(days=1)))
    return [Coded._make(row) for row in db.session.execute(query)]


def place_of(person: Person, session: Session) -> RowOf | None:
    """Return the row of a participant in the attendance of a session; None if they do not take part."""
    query = select(Participant).where(
        Participant.forum_id == session.forum_id, Participant.person_id == person.id, Participant.left_at.is_(None)
    )
    found = db.session.scalars(query.order_by(Participant.joined_at, Participant.id)).all()
    here = next((one for one in found if one.is_here_on(session.day)), None)
    return RowOf(here.seat_id, here.id) if here else None


def place_of_invitation(invitation: Invitation, person: Person) -> tuple[RowOf, bool]:
    """Return the row for which an invitee comes, and whether they are its participant themselves.

    A delegate represents the person who passed the invitation on, else the seat.
    """
    if place := place_of(person, invitation.session):
        return place, True
    host = db.session.get(Invitation, invitation.guest_of_id) if invitation.guest_of_id else None
    hosted = place_of(host.person, invitation.session) if host and host.person else None
    return hosted or RowOf(invitation.seat_id, None), False


def guest_for_act(guest_id: UUID) -> Guest | None:
    """Return a guest with the session."""
    session = joinedload(Guest.session)
    people = [session.joinedload(one).lazyload(Person.organisation) for one in (Session.presider, Session.minute_taker)]
    return db.session.get(Guest, guest_id, options=people)


def listed_guests(session_id: UUID) -> tuple[list[Guest], list[Guest]]:
    """Return the guests who wait to be confirmed, and those confirmed without a seat, in order; one query."""
    found = db.session.scalars(_guests(session_id, GuestState.WAITING, GuestState.CONFIRMED)).all()
    waiting = [one for one in found if one.state is GuestState.WAITING]
    return waiting, [one for one in found if one.state is GuestState.CONFIRMED]


def confirmed_guests(session_id: UUID) -> Sequence[Guest]:
    """Return the confirmed guests without a seat, in the order in which they came."""
    return db.session.scalars(_guests(session_id, GuestState.CONFIRMED)).all()


def count_waiting(session_id: UUID) -> int:
    """Return how many guests wait to be confirmed."""
    query = select(func.count()).where(Guest.session_id == session_id, Guest.state == GuestState.WAITING)
    return db.session.scalar(query) or 0


def guests_of(session: Session) -> Select[Guest]:
    """Select the guests of a session."""
    return select(Guest).where(Guest.session_id == session.id)


def to_erase(before: datetime) -> list[Session]:
    """Return the sessions with entries from before an instant that were not confirmed."""
    old = select(Guest.session_id).where(Guest.state != GuestState.CONFIRMED, Guest.entered_at < before)
    return list(db.session.scalars(select(Session).where(Session.id.in_(old)).order_by(Session.id)))


def _guests(session_id: UUID, *states: GuestState) -> Select[Guest]:
    """Select the guests in these states who are not recorded for a seat."""
    query = select(Guest).where(Guest.session_id == session_id, Guest.state.in_(states), Guest.seat_id.is_(None))
    return query.order_by(Guest.entered_at, Guest.id)
