"""Queries for invitations and answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, lazyload

from app.accounts.models import Person
from app.accounts.tokens import digest
from app.circles.models import Seat
from app.database import db
from app.organisations.models import Sector
from forums.invitations.models import Answer, AnswerState, Invitation
from forums.invitations.rules import COMING, UNDECIDED, Expectation, Forecast, effective, forecast, seat_answer
from forums.scheduling.models import (
    Capacity,
    ForumRole,
    Participant,
    Series,
    Session,
    SessionState,
)


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation and the answer that is in effect for the session, if any."""

    invitation: Invitation
    answer: Answer | None

    @property
    def state(self) -> AnswerState:
        """The answer in effect, or NEEDS_ACTION if there is none."""
        return self.answer.answer if self.answer else AnswerState.NEEDS_ACTION

    @property
    def is_default(self) -> bool:
        """Whether the answer in effect was given to the whole series."""
        return self.answer is not None and self.answer.series_id is not None


@dataclass(frozen=True, slots=True)
class SectorAnswers:
    """The answers from one sector; `undecided` counts missing and tentative answers."""

    sector: Sector
    invited: int
    coming: int
    undecided: int
    excused: int


@dataclass(frozen=True)
class Roll:
    """Everyone invited to a session, and the seats to fill."""

    session: Session
    invited: list[Invited] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    observers: set[UUID] = field(default_factory=set)
    """Observers, who take no seat."""
    stand_ins: dict[UUID, Participant] = field(default_factory=dict)
    """Acting officials and alternates, by person: they come in another office than their own."""

    @cached_property
    def forecast(self) -> Forecast:
        """The expected attendance compared with the quorum of the charter."""
        forum = self.session.forum
        of_seat: dict[UUID, list[Invited]] = {}
        for one in self.invited:
            of_seat.setdefault(one.invitation.seat_id, []).append(one)
        expected = [
            Expectation(seat.sector.value, self._answers(of_seat.get(seat.id, [])))
            for seat in self.seats
            if not seat.observer
        ]
        return forecast(expected, share=forum.quorum_share, required=forum.quorum_sectors)

    def by_sector(self) -> list[SectorAnswers]:
        """Return the answers by sector, without observers, in the order used in documents."""
        found: dict[Sector, list[AnswerState]] = {}
        for one in self.invited:
            seat = one.invitation.seat
            if not (seat.observer or one.invitation.guest_of_id or one.invitation.person_id in self.observers):
                found.setdefault(seat.sector, []).append(one.state)
        return [
            SectorAnswers(
                sector=sector,
                invited=len(states),
                coming=sum(state.value in COMING for state in states),
                undecided=sum(state.value in UNDECIDED for state in states),
                excused=states.count(AnswerState.EXCUSED),
            )
            for sector, states in found.items()
        ]

    def undecided(self) -> list[Invited]:
        """Return those who have not answered."""
        return [one for one in self.invited if one.state is AnswerState.NEEDS_ACTION]

    def _answers(self, here: list[Invited]) -> list[str]:
        """Return the answers for a seat; a stand-in counts in place of the person represented."""
        guests = {one.invitation.guest_of_id: one.state.value for one in here if one.invitation.guest_of_id}
        return [
            seat_answer(one.state.value, guests.get(one.invitation.id))
            for one in here
            if not one.invitation.guest_of_id and one.invitation.person_id not in self.observers
        ]


def effective_answers(session: Session) -> Sequence[Invited]:
    """Return everyone invited to a session with the answer in effect, by seat; one statement."""
    return roll(session).invited


def roll(session: Session) -> Roll:
    """Return who is invited to a session and which seats it has; one statement."""
    found = Roll(session)
    for seat, invitation, to_session, to_series, special in db.session.execute(_of_session(session)):
        if seat not in found.seats and seat.is_taken_on(session.day):
            found.seats.append(seat)
        if invitation is not None:
            found.invited.append(Invited(invitation, holding(session, to_session, to_series)))
            if special is not None and special.role is ForumRole.OBSERVER:
                found.observers.add(invitation.person_id)
            if special is not None and special.capacity is not Capacity.OWN:
                found.stand_ins[invitation.person_id] = special
    return found


def with_answers(invitations: Sequence[Invitation]) -> list[Invited]:
    """Return invitations with the answer in effect; one statement. Their sessions must be loaded."""
    sessions = {one.session_id: one.session for one in invitations}
    people = {one.person_id for one in invitations if one.person_id}
    offices = {one.organisation_id for one in invitations if one.organisation_id}
    series = {session.series_id for session in sessions.values() if session.series_id}
    given = select(Answer).where(
        or_(Answer.session_id.in_(sessions), Answer.series_id.in_(series)),
        or_(Answer.person_id.in_(people), Answer.organisation_id.in_(offices)),
    )
    known = {
        (one.session_id or one.series_id, one.person_id or one.organisation_id): one
        for one in (db.session.scalars(given) if invitations else ())
    }
    return [
        Invited(
            one,
            holding(
                one.session,
                known.get((one.session_id, one.invitee_id)),
                known.get((one.session.series_id, one.invitee_id)),
            ),
        )
        for one in invitations
    ]


def _of_session(session: Session) -> Select[*tuple[Any, ...]]:
    """Select the seats of a session's forum, each with its invitation, the answers of the invitee to the session
    and to its series, and the participant if they only observe or stand in for another; all but the seat may be None.
    """
    own, default, special = aliased(Answer), aliased(Answer), aliased(Participant)
    return (
        select(Seat, Invitation, own, default, special)
        .select_from(Seat)
        .outerjoin(Invitation, and_(Invitation.session_id == session.id, Invitation.seat_id == Seat.id, _is_active()))
        .outerjoin(
            own,
            and_(
                own.session_id == session.id,
                or_(own.person_id == Invitation.person_id, own.organisation_id == Invitation.organisation_id),
            ),
        )
        .outerjoin(default, and_(default.series_id == session.series_id, default.person_id == Invitation.person_id))
        .outerjoin(
            special,
            and_(
                special.forum_id == session.forum_id,
                special.person_id == Invitation.person_id,
                or_(special.role == ForumRole.OBSERVER, special.capacity != Capacity.OWN),
                special.left_at.is_(None),
            ),
        )
        .options(
            joinedload(Seat.organisation, innerjoin=False),  # seats without an invitation are rows too
            lazyload(Invitation.seat),
            joinedload(Invitation.person).lazyload(Person.organisation),
            *(joinedload(answer.recorded_by).lazyload(Person.organisation) for answer in (own, default)),
            *(joinedload(answer.delegate).lazyload(Person.organisation) for answer in (own, default)),
            lazyload(special.seat),
            lazyload(special.person),
        )
        .where(Seat.circle_id == session.circle_id)
        .order_by(Seat.position, Seat.id, Invitation.sent_at, Invitation.id)
    )


def holding(session: Session, own: Answer | None, default: Answer | None) -> Answer | None:
    """Return which answer is in effect for a session: the one to it, or the one to its series."""
    return effective(own, default, ends_at=session.ends_at, is_moved=session.slot != session.starts_at)


def answer_of(session: Session, invitee_id: UUID) -> Answer | None:
    """Return the answer of a person or an office that is in effect for a session."""
    mine = or_(Answer.person_id == invitee_id, Answer.organisation_id == invitee_id)
    either = Answer.session_id == session.id
    if session.series_id:
        either = or_(either, Answer.series_id == session.series_id)
    given = {answer.session_id: answer for answer in db.session.scalars(select(Answer).where(mine, either))}
    return holding(session, given.get(session.id), given.get(None))


def own_answer(session: Session, invitee_id: UUID) -> Answer | None:
    """Return the answer that a person or an office gave to this very session."""
    mine = or_(Answer.person_id == invitee_id, Answer.organisation_id == invitee_id)
    return db.session.scalar(select(Answer).where(mine, Answer.session_id == session.id))


def default_answer(session: Session, person_id: UUID) -> Answer | None:
    """Return the answer that a person gave to the whole series of a session."""
    query = select(Answer).where(Answer.series_id == session.series_id, Answer.person_id == person_id)
    return db.session.scalar(query) if session.series_id else None


def by_secret(secret: str) -> Invitation | None:
    """Return the invitation of a link, valid or not, with its session."""
    query = select(Invitation).options(joinedload(Invitation.session)).where(Invitation.digest == digest(secret))
    return db.session.scalar(query)


def lock(session: Session) -> None:
    """Lock the row of a session until the transaction ends, and refresh it."""
    db.session.flush()
    present = ["starts_at", "ends_at", "state", "mode", "proposed_starts_at", "merge_proposed", "invited_at", "version"]
    db.session.refresh(session, present, with_for_update=True)


def series_of(session: Session) -> Series | None:
    """Return the series of a session, or None."""
    if session.series_id is None:
        return None
    found = db.session.get(Series, session.series_id)
    return session.series if found else None  # kept with the session while somebody holds the row


def every_invitation(session_id: UUID) -> Sequence[Invitation]:
    """Return all invitations to a session, including withdrawn ones."""
    return db.session.scalars(select(Invitation).where(Invitation.session_id == session_id)).all()


def active_invitations(session_id: UUID) -> list[Invitation]:
    """Return the invitations to a session that were sent and not withdrawn, by seat."""
    query = select(Invitation).join(Invitation.seat).where(Invitation.session_id == session_id, _is_active())
    return list(db.session.scalars(query.order_by(Seat.position, Seat.id, Invitation.sent_at, Invitation.id)))


def invitees(session_id: UUID) -> set[UUID]:
    """Return the ids of the people and organisations with such an invitation."""
    return {row[0] for row in db.session.execute(_invitees(session_id)).all()}


def _invitees(session_id: UUID) -> Select[UUID]:
    invitee = func.coalesce(Invitation.person_id, Invitation.organisation_id)
    return select(invitee).where(Invitation.session_id == session_id, _is_active())


def invitation_of(session_id: UUID, person_id: UUID) -> Invitation | None:
    """Return a person's invitation to a session, if it was not withdrawn."""
    query = select(Invitation).where(
        Invitation.session_id == session_id, Invitation.person_id == person_id, _is_active()
    )
    return db.session.scalar(query)


def invitation_for_act(invitation_id: UUID) -> Invitation | None:
    """Return an invitation with its session."""
    return db.session.get(Invitation, invitation_id, options=[joinedload(Invitation.session)])


def office_of(session: Session, seat: Seat) -> Invitation | None:
    """Return the invitation of a seat's office to a session, if it was not withdrawn."""
    query = select(Invitation).where(
        Invitation.session_id == session.id, Invitation.organisation_id == seat.organisation_id, _is_active()
    )
    return db.session.scalar(query)


def participant_with(email: str, session: Session) -> Person | None:
    """Return the person with this address who takes part in the forum of a session."""
    here = select(Participant.person_id).where(Participant.forum_id == session.forum_id, Participant.left_at.is_(None))
    return db.session.scalar(select(Person).where(Person.email == email, Person.id.in_(here)).limit(1))


def guests_of(invitation: Invitation) -> Sequence[Invitation]:
    """Return the invitations to which an invitation was delegated."""
    return db.session.scalars(select(Invitation).where(Invitation.guest_of_id == invitation.id)).all()


def coming_invitations(forum_id: UUID, person_id: UUID, now: datetime) -> Sequence[Invitation]:
    """Return a person's invitations to sessions of a forum that are not over."""
    query = (
        select(Invitation)
        .join(Invitation.session)
        .options(contains_eager(Invitation.session))
        .where(Session.forum_id == forum_id, Session.ends_at > now, Session.state != SessionState.HELD)
        .where(Invitation.person_id == person_id, _is_active())
        .order_by(Session.starts_at)
    )
    return db.session.scalars(query).all()


def coming_on_seat(seat_id: UUID, now: datetime) -> Sequence[Invitation]:
    """Return the invitations of a seat to sessions that are not over."""
    query = (
        select(Invitation)
        .join(Invitation.session)
        .options(contains_eager(Invitation.session))
        .where(Session.ends_at > now, Session.state != SessionState.HELD)
        .where(Invitation.seat_id == seat_id, _is_active())
        .order_by(Session.starts_at, Invitation.id)
    )
    return db.session.scalars(query).all()


def has_office_invitation(session_id: UUID, organisation_id: UUID) -> bool:
    """Whether the office of an organisation has an invitation to a session, also a withdrawn one."""
    query = select(Invitation.id).where(
        Invitation.session_id == session_id, Invitation.organisation_id == organisation_id
    )
    return db.session.scalar(query) is not None


def office_answer(session_id: UUID, organisation_id: UUID) -> Answer | None:
    """Return the answer of the office of an organisation to a session, or None."""
    query = select(Answer).where(Answer.session_id == session_id, Answer.organisation_id == organisation_id)
    return db.session.scalar(query)


def links_of(person_id: UUID, now: datetime) -> Sequence[Invitation]:
    """Return a person's invitations to sessions that have not ended."""
    query = select(Invitation).join(Invitation.session).where(Session.ends_at > now, Invitation.person_id == person_id)
    return db.session.scalars(query).all()


def _is_active() -> ColumnElement[bool]:
    return Invitation.withdrawn_at.is_(None)
