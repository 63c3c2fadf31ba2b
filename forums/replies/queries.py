"""Queries that identify the session and the invitee of a message by UID, instant and token, never by its sender."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import Person
from app.audit.models import AuditRow
from app.calendars.itip import EventMessage, Speaker, read_message
from app.calendars.recurrence import to_instant
from app.database import db
from app.mail.inbox.events import PutAside
from app.mail.inbox.models import Why
from app.mail.outbox.models import Mail
from forums.invitations.links import reply_address
from forums.invitations.models import Invitation
from forums.replies.models import ProposalState, TimeProposal
from forums.scheduling.models import Forum, Series, Session, SessionState
from forums.scheduling.queries import named, readable_forums

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Recognised:
    """The sender of a message and what it refers to: one session, perhaps with those that follow it, or a whole series,
    for which `invitations` holds those to its upcoming sessions.
    """

    speaker: Speaker
    invitations: list[Invitation]
    of_series: bool

    @property
    def invitation(self) -> Invitation:
        """The invitation to the session, or to the next session of the series."""
        return self.invitations[0]

    @property
    def session(self) -> Session:
        """The session, or the next session of the series."""
        return self.invitation.session


def recognise(event: EventMessage, addressed: Collection[str], *, at: datetime) -> Recognised:
    """Return the invitee and the session of a message, by the token in the addresses that it was sent to.

    Raises PutAside if the event is unknown, the token is missing or wrong, or someone else answers.
    """
    found, series = _invitations(event, at=at)
    circle_id = found[0].session.circle_id
    towards = {address.lower() for address in (*addressed, event.organizer)}
    holding = [one for one in found if reply_address(event.uid, one.invitee_id).lower() in towards]
    if not holding:
        raise PutAside(Why.FORGED, circle_id=circle_id)
    for speaker in event.speakers:
        own = [one for one in holding if (one.address or "").lower() == speaker.email]
        if own:
            return Recognised(speaker, own, of_series=series is not None and event.recurrence_id is None)
    raise PutAside(Why.SOMEBODY_ELSE, ", ".join(one.email for one in event.speakers), circle_id=circle_id)


def _invitations(event: EventMessage, *, at: datetime) -> tuple[list[Invitation], Series | None]:
    """Return the invitations to the session or series of a message, and the series. Raises PutAside if none exist."""
    series = db.session.scalar(select(Series).where(Series.uid == event.uid))
    query = select(Invitation).join(Invitation.session).options(contains_eager(Invitation.session))
    if series is None:
        session = db.session.scalar(select(Session).where(Session.uid == event.uid))
        if session is None:
            raise PutAside(Why.FOREIGN)
        if event.recurrence_id is not None and session.id not in {
            one.id for one in _at(event.recurrence_id, [session])
        }:
            raise PutAside(Why.NO_SESSION, circle_id=session.circle_id)
        query = query.where(Session.id == session.id)
    elif event.recurrence_id is not None:
        session = _of_series(series, event.recurrence_id)
        later = and_(_invited_to(series, at), Session.slot > session.slot, Session.slot == Session.starts_at)
        named = Session.id == session.id
        query = query.where(or_(named, later) if event.with_following else named).order_by(Session.slot)
    else:
        query = query.where(_invited_to(series, at))
    found = list(db.session.scalars(query.order_by(Session.starts_at, Invitation.id)))
    if not found:
        raise PutAside(Why.NO_SESSION, circle_id=_circle_of(series) if series else None)
    return found, series


def _invited_to(series: Series, at: datetime) -> ColumnElement[bool]:
    """Return the condition for valid invitations to planned sessions of a series that have not ended."""
    planned = and_(Session.series_id == series.id, Session.state == SessionState.PLANNED)
    return and_(planned, Session.ends_at > at, Invitation.withdrawn_at.is_(None))


def _of_series(series: Series, slot: date) -> Session:
    """Return the session of a series at a slot. Raises PutAside unless exactly one matches."""
    near = _instant(slot, ZoneInfo(series.timezone))
    around = Session.slot.between(near - 2 * A_DAY, near + 2 * A_DAY)
    sessions = db.session.scalars(select(Session).where(Session.series_id == series.id, around)).all()
    matching = _at(slot, sessions)
    if len(matching) != 1:
        raise PutAside(Why.NO_SESSION, circle_id=_circle_of(series))
    return matching[0]


def _circle_of(series: Series) -> UUID | None:
    return db.session.scalar(select(Forum.circle_id).where(Forum.id == series.forum_id))


def _at(slot: date, sessions: Iterable[Session]) -> list[Session]:
    """Return the sessions whose slot is the given instant, local time in their zone, or local date."""

    def matches(session: Session) -> bool:
        own = session.slot or session.starts_at
        if isinstance(slot, datetime):
            return own == _instant(slot, session.zone)
        return own.astimezone(session.zone).date() == slot

    return [session for session in sessions if matches(session)]


def _instant(moment: date, zone: ZoneInfo) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - a wall time of `zone`
    return moment.astimezone(UTC) if moment.tzinfo else to_instant(moment, zone)


def answered(message_ids: Collection[str]) -> EventMessage | None:
    """Return the event of the invitation that a message replies to, found by Message-ID."""
    query = select(Mail.calendar).where(Mail.message_id.in_(message_ids), Mail.calendar.is_not(None)).limit(1)
    calendar = db.session.scalar(query) if message_ids else None
    if not calendar:
        return None
    first, end, _others = calendar.partition("END:VCALENDAR\r\n")
    return read_message((first + end).encode()).events[0]


def session_of(event: EventMessage, *, at: datetime) -> Session | None:
    """Return the session that a message refers to, from any sender; of a series without a slot, the next session."""
    series = db.session.scalar(select(Series).where(Series.uid == event.uid))
    if series is None:
        return db.session.scalar(select(Session).where(Session.uid == event.uid))
    if event.recurrence_id is None:
        coming = select(Session).where(Session.series_id == series.id, Session.ends_at > at)
        coming = coming.where(Session.state != SessionState.HELD)
        return db.session.scalar(coming.order_by(Session.starts_at).limit(1))
    try:
        return _of_series(series, event.recurrence_id)
    except PutAside:
        return None


def sessions_to_answer(person: Person, today: date, now: datetime) -> Sequence[Session]:
    """Return the upcoming sessions with invitations that a person may read, soonest first, at most 50."""
    query = (
        select(Session)
        .join(Session.forum)
        .where(
            readable_forums(person, today),
            Session.state == SessionState.PLANNED,
            Session.invited_at.is_not(None),
            Session.ends_at > now,
        )
        .options(*named(contains_eager(Session.forum)))
    )
    return db.session.scalars(query.order_by(Session.starts_at).limit(50)).all()


def proposal_for_act(proposal_id: UUID) -> TimeProposal | None:
    """Return a time proposal with its session."""
    session = joinedload(TimeProposal.session)
    return db.session.get(TimeProposal, proposal_id, options=[session])


def proposals_of(invitation: Invitation) -> Sequence[TimeProposal]:
    """Return the proposals made on an invitation, newest first."""
    query = select(TimeProposal).where(TimeProposal.invitation_id == invitation.id)
    return db.session.scalars(query.order_by(TimeProposal.proposed_at.desc())).all()


def open_proposals(session_id: UUID) -> Sequence[TimeProposal]:
    """Return the open proposals of a session, ordered by proposed time, in one query."""
    return db.session.scalars(_open_proposals(session_id)).all()


def _open_proposals(session_id: UUID) -> Select[TimeProposal]:
    query = select(TimeProposal).where(TimeProposal.session_id == session_id, TimeProposal.state == ProposalState.OPEN)
    return query.order_by(TimeProposal.starts_at, TimeProposal.proposed_at)


def proposals_open_for(sessions: Collection[UUID]) -> Sequence[TimeProposal]:
    """Return the open proposals of several sessions."""
    query = select(TimeProposal).where(TimeProposal.session_id.in_(sessions), TimeProposal.state == ProposalState.OPEN)
    return db.session.scalars(query).all() if sessions else []


def was_sent_again(invitation: Invitation, since: datetime) -> bool:
    """Whether an invitation was resent at the invitee's request after an instant."""
    query = select(AuditRow.id).where(
        AuditRow.subject_type == "Invitation",
        AuditRow.subject_id == invitation.id,
        AuditRow.action == "invitation.sent_again",
        AuditRow.at > since,
    )
    return db.session.scalar(query.limit(1)) is not None
