"""Actions on sessions; each writes an audit row and, where others need to know, emits an event."""

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
    OfficersChanged,
    SessionAdded,
    SessionClosed,
    SessionMerged,
    SessionOpened,
    SessionReopened,
    SessionsChanged,
)
from forums.scheduling.horizon import leading, next_number, no_date_yet, opening_of, propose_shift, shift_of
from forums.scheduling.ical_uids import new_uid
from forums.scheduling.models import Forum, ForumRole, Mode, Series, Session, SessionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """How and where a session is held."""

    mode: Mode
    place: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """The details of a session except its time."""

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
    """Add a session outside the series. Raises RuleViolation if it would begin in the past."""
    refuse_past(starts_at, at)
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
    """Move the session to the date proposed because of a holiday."""
    session.require(SessionState.PLANNED)
    if session.proposed_starts_at is None:
        raise NotNow(_l("No other date is proposed for this session"))
    refuse_past(session.proposed_starts_at, at)
    before, facts = Before.of(session), session.facts
    _put(session, session.proposed_starts_at, session.length)
    _record(
        "session.shift_accepted", session, facts, by=by, at=at, before=before.starts_at, starts_at=session.starts_at
    )
    _emit_changed(session, before, reason=session.because, by=by, at=at)


def keep_date(session: Session, *, by: Person, at: datetime) -> None:
    """Keep the session on its date although that is a holiday."""
    session.require(SessionState.PLANNED)
    if not session.awaits_confirmation:
        raise NotNow(_l("No other date is proposed for this session"))
    facts = session.facts
    session.drop_proposal()
    _record("session.date_kept", session, facts, by=by, at=at)


def move(session: Session, *, starts_at: datetime, minutes: int, reason: str, by: Person | None, at: datetime) -> None:
    """Move a planned session to another time; its slot, and with it its identity in calendars, is unchanged."""
    length = timedelta(minutes=minutes)
    if starts_at == session.starts_at and length == session.length and not session.awaits_confirmation:
        session.require(SessionState.PLANNED)
        raise RuleViolation(_l("This is the current time. Choose another one"), field="day")
    move_all([(session, starts_at, length)], reason=reason, by=by, at=at)


def move_all(
    moves: Sequence[tuple[Session, datetime, timedelta]], *, reason: str, by: Person | None, at: datetime
) -> None:
    """Change start and duration of planned sessions of one forum; their slots are unchanged."""
    changed, facts = [], []
    for session, starts_at, length in moves:
        session.require(SessionState.PLANNED)
        refuse_past(starts_at, at)
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
    """Cancel a planned session; its row is kept."""
    cancel_all([session], reason=reason, by=by, at=at)


def cancel_all(
    sessions: Sequence[Session], *, reason: str, by: Person | None, at: datetime, beyond_horizon: bool = False
) -> None:
    """Cancel planned sessions of one forum; their rows are kept.

    `beyond_horizon`: because a new schedule has no date for them before the horizon.
    """
    action = "session.beyond_horizon" if beyond_horizon else "session.cancelled"
    changed, facts = [], []
    for session in sessions:
        session.require(SessionState.PLANNED)
        _refuse_open(session)
        changed.append((session, Before.of(session)))
        facts.append(session.facts)
        session.state = SessionState.CANCELLED
        words = [no_date_yet(session.forum.language)] if beyond_horizon else []
        session.because = ". ".join([*words, *filter(None, [reason])])[:300]
        session.drop_proposal()
    for session, earlier in zip(sessions, facts, strict=True):
        _record(action, session, earlier, by=by, at=at, reason=reason)
    emit(SessionsChanged(changed=changed, reason=reason, by=by, at=at))


def restore(session: Session, *, by: Person | None, at: datetime) -> None:
    """Restore a cancelled or merged session. Raises NotNow if its time is past."""
    if session.state is not SessionState.MERGED:
        session.require(SessionState.CANCELLED)
    if session.ends_at <= at:
        raise NotNow(_l("Its time is past. Add a single session instead"))
    before, facts = Before.of(session), session.facts
    session.state = SessionState.PLANNED
    session.because = ""
    propose_shift(session, shift_of(session))
    _record("session.restored", session, facts, by=by, at=at)
    _emit_changed(session, before, by=by, at=at)


def merge(session: Session, into: Session, *, reason: str, by: Person, at: datetime) -> None:
    """Merge a planned session with a later one, which takes over its agenda."""
    session.require(SessionState.PLANNED)
    into.require(SessionState.PLANNED)
    _refuse_open(session)
    before, facts = Before.of(session), session.facts
    session.state = SessionState.MERGED
    session.because = reason[:300]
    session.drop_proposal()
    _record("session.merged", session, facts, by=by, at=at, into=into, reason=reason)
    emit(SessionMerged(session=session, into=into, by=by, at=at))
    _emit_changed(session, before, reason=reason, by=by, at=at)


def relocate(session: Session, where: Where, *, by: Person | None, at: datetime) -> None:
    """Change the place, link or mode of a planned session; does nothing if there is no difference."""
    relocate_all([session], where, by=by, at=at)


def relocate_all(
    sessions: Sequence[Session], where: Where, *, by: Person | None, at: datetime, reason: str = ""
) -> None:
    """Change the place, link or mode of planned sessions of one forum; those without a difference are skipped."""
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
    """Change the title, place and people of a session; invitees are notified only of another place."""
    if session.state is SessionState.PLANNED:
        relocate(session, details.where, by=by, at=at)
    elif (session.mode, session.place, session.link) != (details.where.mode, details.where.place, details.where.link):
        session.require(SessionState.PLANNED)
    if session.title != details.title:
        session.title = details.title
        audit.record("session.changed", session, by=by, at=at, changed=["title"])
    appoint(session, presider_id=details.presider_id, minute_taker_id=details.minute_taker_id, by=by, at=at)


def appoint(
    session: Session, *, presider_id: UUID | None, minute_taker_id: UUID | None, by: Person, at: datetime
) -> None:
    """Name the presider and the minute-taker; does nothing if both are the same as before."""
    session.require(SessionState.PLANNED, SessionState.HELD)
    wanted = {"presider": presider_id, "minute_taker": minute_taker_id}
    before = {role: getattr(session, f"{role}_id") for role in wanted}
    changed = {role: (before[role], value) for role, value in wanted.items() if before[role] != value}
    if not changed:
        return
    for role, (_old, new) in changed.items():
        setattr(session, f"{role}_id", new)
    audit.record("session.changed", session, by=by, at=at, changed=[f"{role}_id" for role in changed])
    emit(OfficersChanged(session=session, changed=changed, by=by, at=at))


def open_(session: Session, *, by: Person, at: datetime) -> None:
    """Open the session; opening it again has no effect. Raises NotNow too long before its start."""
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
    """Close an open session, which was held. Raises NotNow before its start, or if it was not opened."""
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
    """Reopen a session closed by mistake; its quorum is determined again when it is closed."""
    session.require(SessionState.HELD)
    facts = session.facts
    closed_at, session.closed_at = session.closed_at, None
    session.state = SessionState.PLANNED
    session.measured_by = None
    _record("session.reopened", session, facts, by=by, at=at, before=closed_at, reason=reason)
    emit(SessionReopened(session=session, by=by, at=at))


def next_sequence(session: Session) -> int:
    """Return the next iTIP SEQUENCE of the session's UID, which is shared with its series. It only increases."""
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
    """Write the audit row of an action, with the earlier values of the fields that it changed."""
    audit.record(action, session, by=by, at=at, was=differing(facts, session.facts), **details)


def _emit_changed(session: Session, before: Before, *, by: Person | None, at: datetime, reason: str = "") -> None:
    emit(SessionsChanged(changed=[(session, before)], reason=reason, by=by, at=at))


def _put(session: Session, starts_at: datetime, length: timedelta) -> None:
    session.starts_at, session.ends_at = starts_at, starts_at + length
    session.drop_proposal()


def _refuse_open(session: Session) -> None:
    if session.opened_at:
        raise NotNow(_l("This session is open already: close it instead"))


def refuse_past(starts_at: datetime, at: datetime) -> None:
    """Raise RuleViolation if a session would begin in the past."""
    if starts_at < at:
        raise RuleViolation(_l("This time is past. Choose a later one"), field="day")
