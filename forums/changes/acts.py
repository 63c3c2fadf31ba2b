"""Acts on several sessions at once: shift, relocate, merge and reschedule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app import audit
from app.accounts.models import Person
from app.audit.rules import differing
from app.calendars.shifts import Proposal, ProposedState
from app.database import db
from app.errors import NotNow, RuleViolation
from app.events import emit
from app.web.i18n import force_locale
from forums.changes.rules import Shift, paired
from forums.scheduling import queries, session_actions
from forums.scheduling.actions import Schedule, begin_series, recurrence_from
from forums.scheduling.events import Before, SeriesFollowed, SessionsChanged
from forums.scheduling.horizon import horizon, make_sessions, proposals, propose_shift, recurrence_of
from forums.scheduling.labels import session_name
from forums.scheduling.models import Series, Session, SessionState
from forums.scheduling.session_actions import Where

A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSchedule:
    """A new schedule from a session on: rule, duration and place (None: unchanged)."""

    schedule: Schedule
    minutes: int
    where: Where | None = None


def shift(
    first: Session, last: Session | None, wanted: Shift, *, minutes: int | None, reason: str, by: Person, at: datetime
) -> None:
    """Move the sessions from `first` to `last` (None: all planned ones) by days, to a weekday, or to another time.

    Raises RuleViolation if nothing is to change.
    """
    if wanted == Shift() and minutes is None:
        raise RuleViolation(_l("Write a number of days, or choose a weekday or a time"), field="days")
    sessions = _coming_from(first, at)
    if last is not None:
        sessions = [one for one in sessions if one.starts_at <= last.starts_at]
    moves = []
    for session in sessions:
        starts_at = wanted.applied(session.starts_at, session.zone)
        length = session.length if minutes is None else timedelta(minutes=minutes)
        if (starts_at, length) != (session.starts_at, session.length):
            moves.append((session, starts_at, length))
    session_actions.move_all(moves, reason=reason, by=by, at=at)


def relocate(first: Session, where: Where, *, reason: str, by: Person, at: datetime) -> None:
    """Change the place, link or mode of all sessions from `first` on, and the defaults of the forum."""
    forum = first.forum
    forum.mode, forum.place, forum.link = where.mode, where.place, where.link
    session_actions.relocate_all(_coming_from(first, at), where, by=by, at=at, reason=reason)


def merge(session: Session, *, reason: str, by: Person, at: datetime) -> None:
    """Merge a session with the next planned one of its forum.

    Raises NotNow if there is none.
    """
    session.require(SessionState.PLANNED)
    into = queries.next_planned(session.forum_id, session.starts_at)
    if into is None:
        raise NotNow(_l("There is no later session to merge it with"))
    with force_locale(session.forum.language):
        words = _("Merged with %(session)s", session=session_name(into))
    session_actions.merge(session, into, reason=f"{words}. {reason}" if reason else words, by=by, at=at)


def accept_merge(session: Session, *, by: Person, at: datetime) -> None:
    """Merge a session with the next one, as proposed because of a holiday.

    Raises RuleViolation if no merge is proposed.
    """
    session.require(SessionState.PLANNED)
    if not session.merge_proposed:
        raise RuleViolation(_l("No merge is proposed for this session"))
    merge(session, reason=session.because, by=by, at=at)


def reschedule(first: Session, wanted: NewSchedule, *, reason: str, by: Person, at: datetime) -> Series:
    """Apply another schedule from a session of a series on; earlier sessions are unchanged.

    The old rule ends with its last slot before; the new series has its own UID. Upcoming sessions keep their numbers,
    agendas and invitations and get the new dates in order. Those left without a date are cancelled: because their date
    is beyond the horizon, or because the new schedule ends before.
    """
    before, forum = _series_to_end(first), first.forum
    recurrence = recurrence_from(wanted.schedule, timezone=forum.timezone)
    last = _end_before(before, first)
    assert recurrence.first_slot is not None, "a schedule has a first date"
    if recurrence.first_slot <= max(last, at):
        raise RuleViolation(
            _l("Choose a date in the future, after the sessions that stay unchanged"), field="first_day"
        )
    began = max(at, before.created_at + A_MOMENT)
    series = begin_series(forum, recurrence, minutes=wanted.minutes, at=began)
    if wanted.where:
        forum.mode, forum.place, forum.link = wanted.where.mode, wanted.where.place, wanted.where.link
    audit.record("series.rescheduled", forum, by=by, at=at, rule=series.rule, first=series.first_start)
    slots = proposals(recurrence, since=None, before=horizon(at), holiday_rule=forum.holiday_rule)
    _hand_on(before, series, first, slots, wanted.where, reason=reason, by=by, at=at)
    return series


def _series_to_end(first: Session) -> Series:
    first.require(SessionState.PLANNED)
    if first.series_id is None or first.slot is None:
        raise RuleViolation(_l("This session is not part of the schedule. Move it on its own"), field="first")
    series = db.session.get_one(Series, first.series_id)
    if series.ended_at:
        raise RuleViolation(_l("This schedule already has a last day"), field="first")
    return series


def _end_before(series: Series, first: Session) -> datetime:
    """End a series with its last slot before a session; return that slot, or a second before the session's own."""
    assert first.slot is not None, "a session of a series has a slot"
    recurrence = recurrence_of(series)
    earlier = [slot for slot in recurrence.slots(until=first.slot) if slot < first.slot]
    last = earlier[-1] if earlier else first.slot - timedelta(seconds=1)
    series.rule = str(replace(recurrence.rule, until=last, count=None))
    series.ended_at = last + timedelta(minutes=series.minutes)
    return last


def _hand_on(
    before: Series,
    series: Series,
    first: Session,
    slots: Sequence[Proposal],
    where: Where | None,
    *,
    reason: str,
    by: Person,
    at: datetime,
) -> None:
    """Assign a series' sessions from `first` on to the slots of the new series, and create those that are missing."""
    db.session.flush()
    query = select(Session).where(Session.series_id == before.id, Session.slot >= first.slot, Session.ends_at > at)
    rows = {one.slot: one for one in db.session.scalars(query.order_by(Session.slot)) if one.slot and not one.opened_at}
    by_slot = {one.slot: one for one in slots}
    planned = [slot for slot, one in rows.items() if one.state is SessionState.PLANNED]
    met = [one.slot for one in slots if one.state is not ProposedState.SKIPPED or one.slot in planned]
    pairs = paired(planned, [slot for slot in rows if slot not in planned], met)
    changed = []
    facts = [rows[old].facts for old in pairs.kept]
    for old, new in pairs.kept.items():
        session = rows[old]
        known = Before.of(session)
        _take_slot(session, series, by_slot[new], where)
        changed.append((session, known))
    for (session, known), earlier in zip(changed, facts, strict=True):
        was, starts_at = differing(earlier, session.facts), session.starts_at
        audit.record("session.rescheduled", session, by=by, at=at, before=known.starts_at, starts_at=starts_at, was=was)
    emit(SeriesFollowed(before=before, series=series, keeps_times=all(old == new for old, new in pairs.kept.items())))
    emit(SessionsChanged(changed=changed, reason=reason, by=by, at=at))
    later = len(list(islice(recurrence_of(series).slots(since=horizon(at)), len(pairs.left))))
    for slots_left, is_later in ((pairs.left[:later], True), (pairs.left[later:], False)):
        left = [rows[slot] for slot in slots_left]
        session_actions.cancel_all(left, reason=reason, by=by, at=at, beyond_horizon=is_later)
    make_sessions(series, until=horizon(at), at=at)


def _take_slot(session: Session, series: Series, proposal: Proposal, where: Where | None) -> None:
    """Assign a session to a slot of a series; on an unchanged slot it keeps a time and state of its own."""
    minutes = timedelta(minutes=series.minutes)
    stays = session.slot == proposal.slot
    session.series_id, session.slot = series.id, proposal.slot
    if session.state is SessionState.PLANNED and where:
        session.mode, session.place, session.link = where.mode, where.place, where.link
    if stays and session.starts_at != proposal.slot:
        return
    if not stays:
        session.starts_at, session.because = proposal.slot, ""
        session.drop_proposal()
        propose_shift(session, proposal)
    session.ends_at = session.starts_at + minutes


def _coming_from(first: Session, at: datetime) -> list[Session]:
    """Return the planned sessions of a forum from one on. Raises RuleViolation if there are none."""
    query = queries.coming(first.forum_id, at).where(Session.starts_at >= first.starts_at)
    found = list(db.session.scalars(query))
    if not found:
        raise RuleViolation(_l("No sessions are planned from there on"), field="first")
    return found
