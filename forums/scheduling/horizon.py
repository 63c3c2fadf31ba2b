"""Creates the sessions of a series up to the horizon, one per slot; repeated calls create no duplicates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import func, select

from app.calendars.labels import holiday_name
from app.calendars.queries import holiday_lookup
from app.calendars.recurrence import Recurrence, make_recurrence
from app.calendars.shifts import HolidayRule, Proposal, ProposedState, propose
from app.database import db
from app.events import emit
from app.web.i18n import force_locale
from forums.scheduling.events import SessionsMade
from forums.scheduling.models import Forum, ForumRole, Participant, Series, Session, SessionState
from forums.scheduling.rows import SeriesRow
from forums.scheduling.rules import opens_at

A_DAY = timedelta(days=1)
STATES = {
    ProposedState.PLANNED: SessionState.PLANNED,
    ProposedState.SHIFTED: SessionState.PLANNED,
    ProposedState.MERGED: SessionState.PLANNED,
    ProposedState.SKIPPED: SessionState.CANCELLED,
}
ASKED_ABOUT = frozenset({ProposedState.SHIFTED, ProposedState.MERGED})
"""States of a slot that take effect only when someone confirms them."""


def horizon(now: datetime) -> datetime:
    """Return the instant up to which sessions are created."""
    months = current_app.extensions["settings"].horizon_months
    return now + timedelta(days=round(months * 365.25 / 12))


def opening_of(session: Session) -> datetime:
    """Return the earliest instant at which a session can be opened."""
    return opens_at(session.starts_at, timedelta(minutes=current_app.extensions["settings"].opening_minutes))


def recurrence_of(series: Series | SeriesRow) -> Recurrence:
    """Return the recurrence of a series: its rule, first local start and time zone."""
    return make_recurrence(rule=series.rule, starts_at=series.first_start, timezone=series.timezone)


def proposals(
    recurrence: Recurrence, *, since: datetime | None, before: datetime, holiday_rule: HolidayRule
) -> list[Proposal]:
    """Return the proposal for each slot from `since` up to, but not including, `before`."""
    return proposals_of([(recurrence, since)], before=before, holiday_rule=holiday_rule)[0]


def proposals_of(
    wanted: Sequence[tuple[Recurrence, datetime | None]], *, before: datetime, holiday_rule: HolidayRule
) -> list[list[Proposal]]:
    """Return the proposals of several recurrences, each from an instant (None: all) up to `before`, in one query."""
    last = before - timedelta(seconds=1)
    first_day = min(
        rule.starts_at.date() if since is None else since.astimezone(rule.zone).date() for rule, since in wanted
    )
    holiday_on = holiday_lookup(
        first_day, max(first_day, *(last.astimezone(rule.zone).date() for rule, _since in wanted))
    )
    return [
        list(propose(rule, since=since, until=last, holiday_on=holiday_on, rule=holiday_rule)) for rule, since in wanted
    ]


def make_sessions(series: Series, *, until: datetime, at: datetime) -> list[Session]:
    """Create the missing sessions of `series` before `until` and return them."""
    return make_sessions_of([series], until=until, at=at)


def make_sessions_of(many: Sequence[Series], *, until: datetime, at: datetime) -> list[Session]:
    """Create the missing sessions of several series of one forum before `until`, and return them; `at` is now.

    Locks the forum's row, so that concurrent calls create no duplicate slots or numbers.
    """
    forum = db.session.scalars(select(Forum).where(Forum.id == many[0].forum_id).with_for_update()).one()
    ids = [series.id for series in many]
    reached = dict(db.session.execute(select(Series.id, Series.made_until).where(Series.id.in_(ids))).all())
    behind = [series for series in many if (end := reached[series.id]) is None or end < until]
    if not behind:
        return []
    there = set(db.session.execute(select(Session.series_id, Session.slot).where(Session.series_id.in_(ids))).all())
    leaders, number = leading(forum.id), next_number(forum.id)
    wanted = [(recurrence_of(series), reached[series.id]) for series in behind]
    slots = proposals_of(wanted, before=until, holiday_rule=forum.holiday_rule)
    made: dict[Series, list[Session]] = {}
    for series, found in zip(behind, slots, strict=True):
        missing = [proposal for proposal in found if (series.id, proposal.slot) not in there]
        rows = [_row(forum, series, proposal, place, leaders, at=at) for place, proposal in enumerate(missing, number)]
        number += len(rows)
        series.made_until = until
        made |= {series: rows} if rows else {}
    rows = [session for sessions in made.values() for session in sessions]
    if made:
        emit(SessionsMade(made=made))
    db.session.add_all(rows)
    return rows


def next_number(forum_id: UUID) -> int:
    """Return the number of a forum's next new session. The caller holds a lock on the forum's row."""
    return (db.session.scalar(select(func.max(Session.number)).where(Session.forum_id == forum_id)) or 0) + 1


def leading(forum_id: UUID) -> dict[ForumRole, UUID]:
    """Return the default presider and minute-taker of a forum's sessions, by role."""
    rows = select(Participant.role, Participant.person_id).where(
        Participant.forum_id == forum_id,
        Participant.left_at.is_(None),
        Participant.role.in_((ForumRole.CHAIR, ForumRole.MINUTE_TAKER)),
    )
    return dict(db.session.execute(rows.order_by(Participant.joined_at.desc())).all())


def _row(
    forum: Forum, series: Series, proposal: Proposal, number: int, leaders: dict[ForumRole, UUID], *, at: datetime
) -> Session:
    return Session(
        forum=forum,
        series_id=series.id,
        slot=proposal.slot,
        number=number,
        starts_at=proposal.slot,
        ends_at=proposal.slot + timedelta(minutes=series.minutes),
        timezone=series.timezone,
        proposed_starts_at=proposal.starts_at if proposal.state is ProposedState.SHIFTED else None,
        merge_proposed=proposal.state is ProposedState.MERGED,
        because=reason_of(forum, proposal),
        state=STATES[proposal.state],
        mode=forum.mode,
        place=forum.place,
        link=forum.link,
        presider_id=leaders.get(ForumRole.CHAIR),
        minute_taker_id=leaders.get(ForumRole.MINUTE_TAKER),
        made_at=at,
    )


def shift_of(session: Session) -> Proposal | None:
    """Return the proposal for a session on its slot, given the holidays, or None if it was moved off its slot."""
    series = db.session.get(Series, session.series_id) if session.series_id else None
    if series is None or session.slot is None or session.slot != session.starts_at:
        return None
    rule = session.forum.holiday_rule
    found = proposals(recurrence_of(series), since=session.slot, before=session.slot + A_DAY, holiday_rule=rule)
    return next((one for one in found if one.slot == session.slot), None)


def propose_shift(session: Session, proposal: Proposal | None) -> None:
    """Set the proposed shift or merge of a session, or clear it."""
    asks = proposal if proposal and proposal.state in ASKED_ABOUT else None
    shift = asks.starts_at if asks else None
    merge = asks is not None and asks.state is ProposedState.MERGED
    changed = (shift, merge) != (session.proposed_starts_at, session.merge_proposed)
    session.proposed_starts_at, session.merge_proposed = shift, merge
    if changed or asks:
        session.because = reason_of(session.forum, asks) if asks else ""  # the holiday may have been renamed


def no_date_yet(language: str) -> str:
    """Return why a session is cancelled that a new schedule has no date for before the horizon, as it is stored."""
    with force_locale(language):
        return _("Beyond the planning period: the new schedule has no date for it yet")


def is_beyond_horizon(because: str) -> bool:
    """Whether the stored reason of a cancelled session is that its schedule has no date for it before the horizon."""
    return because.startswith(tuple(map(no_date_yet, current_app.extensions["settings"].languages)))


def reason_of(forum: Forum, proposal: Proposal) -> str:
    """Return the holiday that caused a proposal, in the forum's language, as the text is stored."""
    if proposal.because is None:
        return ""
    with force_locale(forum.language):
        return holiday_name(proposal.because)[:300]
