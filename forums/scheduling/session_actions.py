"""What can happen to one session, each with its record and its event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from app import audit
from app.accounts.models import Person
from app.audit.rules import differing
from app.database import db
from app.errors import NotNow, RuleViolation
from app.events import emit
from app.web.i18n import moment
from forums.scheduling import queries
from forums.scheduling.events import (
    Before,
    SessionAdded,
    SessionClosed,
    SessionMerged,
    SessionOpened,
    SessionReopened,
    SessionsChanged,
)
from forums.scheduling.horizon import leading, next_number, opening_of, propose_shift, shift_of
from forums.scheduling.ical_uids import new_uid
from forums.scheduling.models import Forum, ForumRole, Mode, Series, Session, SessionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """How and where people meet."""

    mode: Mode
    place: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What may be said of a session besides its time."""

    title: str
    where: Where
    presider_id: UUID | None
    minute_taker_id: UUID | None


def add(
    forum: Forum,
    *,
    starts_at: datetime,
    minutes: int,
    by: Person,
    at: datetime,
    title: str = "",
    where: Where | None = None,
) -> Session:
    """Add a one-off session at an instant. Raises RuleViolation when it would begin in the past."""
    _refuse_past(starts_at, at)
    db.session.flush()
    db.session.execute(select(Forum.id).where(Forum.id == forum.id).with_for_update())
    where = where or Where(mode=forum.mode, place=forum.place, link=forum.link)
    leaders = leading(forum.id)
    session = Session(
        forum=forum,
        uid=new_uid(),
        number=next_number(forum.id),
        title=title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        timezone=forum.timezone,
        mode=where.mode,
        place=where.place,
        link=where.link,
        presider_id=leaders.get(ForumRole.CHAIR),
        minute_taker_id=leaders.get(ForumRole.MINUTE_TAKER),
        made_at=at,
    )
    db.session.add(session)
    audit.record("session.added", session, by=by, at=at, starts_at=starts_at)
    emit(SessionAdded(session=session, by=by, at=at))
    return session


def accept_shift(session: Session, *, by: Person, at: datetime) -> None:
    """Move the session to the date that was proposed because of a holiday."""
    session.require(SessionState.PLANNED)
    if session.proposed_starts_at is None:
        raise NotNow(_l("No other date is proposed for this session"))
    _refuse_past(session.proposed_starts_at, at)
    before, facts = Before.of(session), session.facts
    _put(session, session.proposed_starts_at, session.length)
    _record(
        "session.shift_accepted", session, facts, by=by, at=at, before=before.starts_at, starts_at=session.starts_at
    )
    _tell(session, before, reason=session.because, by=by, at=at)


def keep_date(session: Session, *, by: Person, at: datetime) -> None:
    """Keep the session on its date although a holiday falls on it."""
    session.require(SessionState.PLANNED)
    if not session.awaits_confirmation:
        raise NotNow(_l("No other date is proposed for this session"))
    facts = session.facts
    session.drop_proposal()
    _record("session.date_kept", session, facts, by=by, at=at)


def move(session: Session, *, starts_at: datetime, minutes: int, reason: str, by: Person | None, at: datetime) -> None:
    """Give a planned session another time; its slot, and with it its identity in calendars, stays."""
    length = timedelta(minutes=minutes)
    if starts_at == session.starts_at and length == session.length and not session.awaits_confirmation:
        session.require(SessionState.PLANNED)
        raise RuleViolation(_l("This is its present time. Choose another one"), field="day")
    move_all([(session, starts_at, length)], reason=reason, by=by, at=at)


def move_all(
    moves: Sequence[tuple[Session, datetime, timedelta]], *, reason: str, by: Person | None, at: datetime
) -> None:
    """Give planned sessions of one forum another start and length; their slots stay."""
    changed, facts = [], []
    for session, starts_at, length in moves:
        session.require(SessionState.PLANNED)
        _refuse_past(starts_at, at)
        _refuse_open(session)
        changed.append((session, Before.of(session)))
        facts.append(session.facts)
        _put(session, starts_at, length)
        session.because = reason[:300]
    for (session, before), earlier in zip(changed, facts, strict=True):
        times = {"before": before.starts_at, "starts_at": session.starts_at}
        _record("session.moved", session, earlier, by=by, at=at, **times, reason=reason)
    emit(SessionsChanged(changed=changed, reason=reason, by=by, at=at))


def cancel(session: Session, *, reason: str, by: Person | None, at: datetime) -> None:
    """Cancel a planned session; its row stays."""
    cancel_all([session], reason=reason, by=by, at=at)


def cancel_all(sessions: Sequence[Session], *, reason: str, by: Person | None, at: datetime) -> None:
    """Cancel planned sessions of one forum; their rows stay."""
    changed, facts = [], []
    for session in sessions:
        session.require(SessionState.PLANNED)
        _refuse_open(session)
        changed.append((session, Before.of(session)))
        facts.append(session.facts)
        session.state = SessionState.CANCELLED
        session.because = reason[:300]
        session.drop_proposal()
    for session, earlier in zip(sessions, facts, strict=True):
        _record("session.cancelled", session, earlier, by=by, at=at, reason=reason)
    emit(SessionsChanged(changed=changed, reason=reason, by=by, at=at))


def restore(session: Session, *, by: Person | None, at: datetime) -> None:
    """Plan a cancelled or merged session again, at its time. Raises NotNow when that is past."""
    if session.state is not SessionState.MERGED:
        session.require(SessionState.CANCELLED)
    if session.ends_at <= at:
        raise NotNow(_l("Its time is past. Add a single session instead"))
    before, facts = Before.of(session), session.facts
    session.state = SessionState.PLANNED
    session.because = ""
    propose_shift(session, shift_of(session))
    _record("session.restored", session, facts, by=by, at=at)
    _tell(session, before, by=by, at=at)


def merge(session: Session, into: Session, *, reason: str, by: Person, at: datetime) -> None:
    """Let a planned session be held together with a later one, which takes over its agenda."""
    session.require(SessionState.PLANNED)
    into.require(SessionState.PLANNED)
    _refuse_open(session)
    before, facts = Before.of(session), session.facts
    session.state = SessionState.MERGED
    session.because = reason[:300]
    session.drop_proposal()
    _record("session.merged", session, facts, by=by, at=at, into=into, reason=reason)
    emit(SessionMerged(session=session, into=into, by=by, at=at))
    _tell(session, before, reason=reason, by=by, at=at)


def relocate(session: Session, where: Where, *, by: Person | None, at: datetime) -> None:
    """Give a planned session another place, link or mode; without a difference nothing happens."""
    relocate_all([session], where, by=by, at=at)


def relocate_all(
    sessions: Sequence[Session], where: Where, *, by: Person | None, at: datetime, reason: str = ""
) -> None:
    """Give planned sessions of one forum another place, link or mode; those that have it already are left alone."""
    changed, facts = [], []
    for session in sessions:
        session.require(SessionState.PLANNED)
        if (session.mode, session.place, session.link) != (where.mode, where.place, where.link):
            changed.append((session, Before.of(session)))
            facts.append(session.facts)
            session.mode, session.place, session.link = where.mode, where.place, where.link
    for (session, _before), earlier in zip(changed, facts, strict=True):
        _record("session.relocated", session, earlier, by=by, at=at, mode=where.mode, place=where.place)
    if changed:
        emit(SessionsChanged(changed=changed, reason=reason, by=by, at=at))


def change(session: Session, details: Details, *, by: Person, at: datetime) -> None:
    """Give a session its title, place and people; only another place is news to those who are invited."""
    if session.state is SessionState.PLANNED:
        relocate(session, details.where, by=by, at=at)
    elif (session.mode, session.place, session.link) != (details.where.mode, details.where.place, details.where.link):
        session.require(SessionState.PLANNED)
    wanted = {"title": details.title, "presider_id": details.presider_id, "minute_taker_id": details.minute_taker_id}
    changed = [name for name, value in wanted.items() if getattr(session, name) != value]
    for name in changed:
        setattr(session, name, wanted[name])
    if changed:
        audit.record("session.changed", session, by=by, at=at, changed=changed)


def open_(session: Session, *, by: Person, at: datetime) -> None:
    """Begin the session; opening it again changes nothing. Raises NotNow too long before its start."""
    session.require(SessionState.PLANNED)
    if session.opened_at:
        return
    opens = opening_of(session)
    if at < opens:
        when = moment(opens, session.timezone)
        raise NotNow(_l("This session can be opened from %(when)s. To begin earlier, move it first", when=when))
    facts = session.facts
    session.opened_at = at
    session.drop_proposal()
    _record("session.opened", session, facts, by=by, at=at)
    emit(SessionOpened(session=session, by=by, at=at))


def close(session: Session, *, by: Person, at: datetime) -> None:
    """End an open session: it was held. Raises NotNow before its start, and unless it was opened."""
    session.require(SessionState.PLANNED)
    if session.opened_at is None:
        raise NotNow(_l("This session was not opened yet"))
    if not session.has_begun(at):
        when = moment(session.starts_at, session.timezone)
        raise NotNow(_l("This session starts on %(when)s. It can be closed from then on", when=when))
    facts = session.facts
    session.closed_at = at
    session.state = SessionState.HELD
    session.measured_by = {
        "share": session.forum.quorum_share,
        "sectors": list(session.forum.quorum_sectors),
        "observers": sorted(queries.observing(session.forum)),
    }
    _record("session.closed", session, facts, by=by, at=at)
    emit(SessionClosed(session=session, by=by, at=at))


def reopen(session: Session, *, reason: str, by: Person, at: datetime) -> None:
    """Take back that a session was closed, by mistake: it is open again, and its quorum measured anew at its end."""
    session.require(SessionState.HELD)
    facts = session.facts
    closed_at, session.closed_at = session.closed_at, None
    session.state = SessionState.PLANNED
    session.measured_by = None
    _record("session.reopened", session, facts, by=by, at=at, before=closed_at, reason=reason)
    emit(SessionReopened(session=session, by=by, at=at))


def next_sequence(session: Session) -> int:
    """Return the next iTIP SEQUENCE of the session's UID, which its series shares: it only grows, whoever asks."""
    if session.series_id:
        return next_of_series(session.series_id)
    value = _next(Session, session.id)
    db.session.refresh(session, ["sequence"])
    return value


def next_of_series(series_id: UUID) -> int:
    """Return the next iTIP SEQUENCE of a series' UID."""
    value = _next(Series, series_id)
    if series := db.session.get(Series, series_id):
        db.session.refresh(series, ["sequence"])
    return value


def _next(row: type[Series] | type[Session], identity: UUID) -> int:
    db.session.flush()
    statement = update(row).where(row.id == identity).values(sequence=row.sequence + 1).returning(row.sequence)
    value: int = db.session.execute(statement, execution_options={"synchronize_session": False}).scalar_one()
    return value


def _record(
    action: str, session: Session, facts: dict[str, Any], *, by: Person | None, at: datetime, **details: Any
) -> None:
    """Write the row of an act, with the facts that it changed as they were before."""
    audit.record(action, session, by=by, at=at, was=differing(facts, session.facts), **details)


def _tell(session: Session, before: Before, *, by: Person | None, at: datetime, reason: str = "") -> None:
    emit(SessionsChanged(changed=[(session, before)], reason=reason, by=by, at=at))


def _put(session: Session, starts_at: datetime, length: timedelta) -> None:
    session.starts_at, session.ends_at = starts_at, starts_at + length
    session.drop_proposal()


def _refuse_open(session: Session) -> None:
    if session.opened_at:
        raise NotNow(_l("This session is open already: close it instead"))


def _refuse_past(starts_at: datetime, at: datetime) -> None:
    if starts_at < at:
        raise RuleViolation(_l("This time is past. Choose a later one"), field="day")
