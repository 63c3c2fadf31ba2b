"""Queries for upcoming sessions that fall on a holiday and need a decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.calendars import queries as calendars
from app.calendars.holidays import Holiday, HolidayKind, joint_leave_decreed
from app.calendars.shifts import HolidayRule
from app.circles.models import Circle, Classification
from app.database import db
from forums.holidays.rules import Decision, Ways, ways
from forums.scheduling.models import AWAITS_CONFIRMATION, Forum, ForumRole, Participant, Session, SessionState
from forums.scheduling.queries import taking_part

LEADING = (ForumRole.CHAIR, ForumRole.FACILITATOR)
A_DAY = timedelta(days=1)


@dataclass(slots=True)
class Meeting:
    """A session and its holiday; None if the holiday was removed, or the session was moved off it."""

    session: Session
    holiday: Holiday | None
    ways: Ways = field(default_factory=Ways)
    """The possible decisions, filled in by `find_ways`."""

    @property
    def proposed(self) -> Decision:
        """The proposed decision: the session's own proposal if it has one, else what the forum's rule suggests."""
        proposed = self.session.proposed_starts_at
        if self.session.merge_proposed and self.ways.merged:
            return Decision.MERGED
        if proposed is None:
            return self.ways.proposed(self.session.forum.holiday_rule)
        return Decision.FORWARD if proposed > self.session.starts_at else Decision.BACKWARD

    @property
    def proposed_starts_at(self) -> datetime | None:
        """The proposed start; None if skipping or merging the session is proposed."""
        return self.session.proposed_starts_at or self.ways.to(self.proposed)


@dataclass(frozen=True, slots=True)
class Days:
    """The holidays of a year and the adjacent weeks by date, and whether its joint leave has been decreed."""

    year: int
    on: dict[date, Holiday]
    decreed: bool


def days_of(year: int) -> Days:
    """Return the holidays of a year, in one query. Days not in the database use the built-in calendar."""
    on = calendars.days_off(date(year - 1, 11, 1), date(year + 1, 2, 28)).holidays
    leave = any(one.kind is HolidayKind.GOVERNMENT for day, one in on.items() if day.year == year)
    return Days(year, on, leave or joint_leave_decreed(year))


def waiting(person: Person, days: Days, now: datetime, chosen: Sequence[UUID] | None = None) -> list[Meeting]:
    """Return the sessions of a year that fall on a holiday and that `person` has to decide on, by time, in one query.

    Forums that keep their dates are left out, and so are sessions that were decided on or moved.
    """
    first = datetime(days.year, 1, 1, tzinfo=UTC) - A_DAY
    query = (
        select(Session)
        .join(Session.forum)
        .where(
            Session.state == SessionState.PLANNED,
            Session.opened_at.is_(None),
            Session.starts_at.between(max(first, now), first + timedelta(days=368)),
            or_(Session.slot == Session.starts_at, Session.series_id.is_(None)),
            or_(AWAITS_CONFIRMATION, and_(Session.because == "", _on_one_of(days))),
            Forum.archived_at.is_(None),
            _may_change(person),
        )
    )
    if chosen is not None:
        query = query.where(Session.id.in_(chosen))
    sessions = db.session.scalars(query.order_by(Session.starts_at, Session.id)).all()
    found = [Meeting(session, days.on.get(session.day)) for session in sessions if session.day.year == days.year]
    return [one for one in found if one.session.awaits_confirmation or _awaits_decision(one)]


def find_ways(meetings: Sequence[Meeting], days: Days, now: datetime) -> None:
    """Set the possible decisions of each session, given the planned sessions before and after it, in one query."""
    if not meetings:
        return
    other = aliased(Session)
    beside = other.forum_id == Session.forum_id, other.state == SessionState.PLANNED
    before = select(func.max(other.starts_at)).where(*beside, other.starts_at < Session.starts_at)
    after = select(func.min(other.starts_at)).where(*beside, other.starts_at > Session.starts_at)
    around = [one.correlate(Session).scalar_subquery() for one in (before, after)]
    query = select(Session.id, *around).where(Session.id.in_([one.session.id for one in meetings]))
    found = {row[0]: (row[1], row[2]) for row in db.session.execute(query)}
    for meeting in meetings:
        session = meeting.session
        earlier, later = found[session.id]
        meeting.ways = ways(
            session.starts_at, before=earlier, after=later, zone=session.zone, holiday_on=days.on.get, now=now
        )


def _awaits_decision(meeting: Meeting) -> bool:
    return meeting.holiday is not None and meeting.session.forum.holiday_rule is not HolidayRule.KEEP


def _on_one_of(days: Days) -> ColumnElement[bool]:
    """Return the condition that a session begins on a holiday in any time zone."""
    spans = [datetime.combine(day, time.min, UTC) for day in days.on if day.year == days.year]
    return or_(false(), *(Session.starts_at.between(span - A_DAY / 2, span + A_DAY * 1.5) for span in spans))


def _may_change(person: Person) -> ColumnElement[bool]:
    leading = select(Participant.forum_id).where(taking_part(person.id), Participant.role.in_(LEADING))
    own = Forum.id.in_(leading)
    if not person.is_coordinator:
        return own
    return or_(own, Forum.circle_id.in_(select(Circle.id).where(Circle.classification != Classification.SECRET)))
