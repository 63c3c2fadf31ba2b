"""The event handler that updates proposals of sessions when holidays change; decisions are kept."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import audit
from app.audit.rules import differing
from app.calendars.actions import HolidaysChanged
from app.calendars.shifts import HolidayRule
from app.clock import utc_now
from app.database import db
from app.events import subscribe
from forums.scheduling.horizon import A_DAY, ASKED_ABOUT, proposals, propose_shift, recurrence_of
from forums.scheduling.models import Series, Session, SessionState

LONGEST_SHIFT = timedelta(days=30)
"""The longest shift: a session this far from a changed day may have been proposed to move to it."""


@subscribe(HolidaysChanged)
def propose_again(event: HolidaysChanged) -> None:
    """Propose or withdraw shifts and merges of upcoming planned sessions that were not moved or decided on."""
    now = utc_now()
    first = datetime.combine(event.first, time.min, UTC) - LONGEST_SHIFT
    last = datetime.combine(event.last, time.max, UTC) + LONGEST_SHIFT
    query = (
        select(Session)
        .options(joinedload(Session.series))
        .where(
            Session.state == SessionState.PLANNED,
            Session.series_id.is_not(None),
            Session.slot == Session.starts_at,
            Session.slot.between(max(first, now), last),
            Session.opened_at.is_(None),
        )
    )
    by_series: dict[Series, list[Session]] = {}
    for session in db.session.scalars(query.order_by(Session.slot)):
        if session.series and session.forum.holiday_rule is not HolidayRule.KEEP:
            by_series.setdefault(session.series, []).append(session)
    for series, sessions in by_series.items():
        _reconsider(series, sessions, at=now)


def _reconsider(series: Series, sessions: list[Session], *, at: datetime) -> None:
    slots = [session.slot for session in sessions if session.slot]
    rule = sessions[0].forum.holiday_rule
    found = proposals(recurrence_of(series), since=slots[0], before=slots[-1] + A_DAY, holiday_rule=rule)
    by_slot = {proposal.slot: proposal for proposal in found}
    for session in sessions:
        proposal = by_slot.get(session.slot) if session.slot else None
        if proposal is None or (session.keeps_its_date and proposal.state in ASKED_ABOUT):
            continue
        before = session.facts
        propose_shift(session, proposal)
        if was := differing(before, session.facts):
            action = "session.merge_proposed" if session.merge_proposed else "session.shift_proposed"
            audit.record(action, session, by=None, at=at, proposed=session.proposed_starts_at, was=was)
