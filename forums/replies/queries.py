"""Whom and what a reply is about: found by UID, instant and token, never by who claims to have sent it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from app.calendars.receiving import Said, Speaker
from app.calendars.recurrence import to_instant
from app.database import db
from app.inbox.arrivals import PutAside
from app.inbox.models import Why
from app.outbox.models import Mail
from forums.invitations.links import reply_address
from forums.invitations.models import Invitation
from forums.scheduling.models import Forum, Series, Session, SessionState

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Recognised:
    """Who speaks, and of what: one session, or a whole series, which `invitations` to its coming sessions stand for."""

    speaker: Speaker
    invitations: list[Invitation]
    of_series: bool

    @property
    def invitation(self) -> Invitation:
        """The invitation to the session, or to the next one of the series."""
        return self.invitations[0]

    @property
    def session(self) -> Session:
        """The session, or the next one of the series."""
        return self.invitation.session


def recognise(said: Said, addressed: Collection[str], *, at: datetime) -> Recognised:
    """Return who says this of which session, by the token in the addresses that the message went to.

    Raises PutAside when the event is none of ours, the token is missing or wrong, or somebody else speaks.
    """
    found, series = _invitations(said, at=at)
    circle_id = found[0].session.circle_id
    towards = {address.lower() for address in (*addressed, said.organizer)}
    named = [one for one in found if reply_address(said.uid, one.invitee_id).lower() in towards]
    if not named:
        raise PutAside(Why.FORGED, circle_id=circle_id)
    for speaker in said.speakers:
        own = [one for one in named if (one.address or "").lower() == speaker.email]
        if own:
            return Recognised(speaker, own, of_series=series is not None and said.recurrence_id is None)
    raise PutAside(Why.SOMEBODY_ELSE, ", ".join(one.email for one in said.speakers), circle_id=circle_id)


def _invitations(said: Said, *, at: datetime) -> tuple[list[Invitation], Series | None]:
    """Return the invitations to what is spoken of, and its series. Raises PutAside when there is no such session."""
    series = db.session.scalar(select(Series).where(Series.uid == said.uid))
    query = select(Invitation).join(Invitation.session).options(contains_eager(Invitation.session))
    if series is None:
        session = db.session.scalar(select(Session).where(Session.uid == said.uid))
        if session is None:
            raise PutAside(Why.FOREIGN)
        if said.recurrence_id is not None and session.id not in {one.id for one in _at(said.recurrence_id, [session])}:
            raise PutAside(Why.NO_SESSION, circle_id=session.circle_id)
        query = query.where(Session.id == session.id)
    elif said.recurrence_id is not None:
        session = _of_series(series, said.recurrence_id)
        query = query.where(Session.id == session.id)
    else:
        coming = (Session.ends_at > at, Session.state == SessionState.PLANNED, Invitation.withdrawn_at.is_(None))
        query = query.where(Session.series_id == series.id, *coming)
    found = list(db.session.scalars(query.order_by(Session.starts_at, Invitation.id)))
    if not found:
        raise PutAside(Why.NO_SESSION, circle_id=_circle_of(series) if series else None)
    return found, series


def _of_series(series: Series, slot: date) -> Session:
    """Return the session at a slot, an instant however it is written."""
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
    """Return the sessions whose slot is this instant, this wall time in their zone, or on this day there."""

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


def answered_mail(message_ids: Collection[str]) -> Mail | None:
    """Return the mail of ours that a message answers."""
    return db.session.scalar(select(Mail).where(Mail.message_id.in_(message_ids)).limit(1)) if message_ids else None


def session_of(said: Said) -> Session | None:
    """Return the session that is spoken of, whoever speaks."""
    query = select(Session).options(joinedload(Session.forum))
    series = db.session.scalar(select(Series).where(Series.uid == said.uid))
    if series is None or said.recurrence_id is None:
        return db.session.scalar(query.where(Session.uid == said.uid))
    try:
        return _of_series(series, said.recurrence_id)
    except PutAside:
        return None
