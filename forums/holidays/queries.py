"""Which sessions to come meet a holiday and wait for somebody's decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select

from app.accounts.models import Person
from app.calendars import queries as calendars
from app.calendars.holidays import Holiday, HolidayKind, by_date, joint_leave_decreed, known_holidays
from app.calendars.shifts import HolidayRule
from app.circles.models import Circle, Classification
from app.database import db
from forums.scheduling.models import Forum, ForumRole, Participant, Session, SessionState
from forums.scheduling.queries import taking_part

LEADING = (ForumRole.CHAIR, ForumRole.FACILITATOR)
A_DAY = timedelta(days=1)


class Meeting(NamedTuple):
    """A session and the holiday that it meets; None: the holiday went, or the session's day is another one."""

    session: Session
    holiday: Holiday | None


@dataclass(frozen=True, slots=True)
class Days:
    """The holidays of a year by date, and whether its joint leave is decreed."""

    year: int
    on: dict[date, Holiday]
    decreed: bool


def days_of(year: int) -> Days:
    """Return the holidays of a year: one statement. What nobody listed is as it is commonly known."""
    listed = calendars.holidays_of(year)
    days = by_date([row.holiday for row in listed if not row.removed] if listed else known_holidays(year))
    leave = any(row.kind is HolidayKind.GOVERNMENT and not row.removed for row in listed)
    return Days(year, days, leave or joint_leave_decreed(year))


def waiting(person: Person, days: Days, now: datetime, chosen: Sequence[UUID] | None = None) -> list[Meeting]:
    """Return the sessions of a year that meet a holiday and on which `person` is to decide, by time: one statement.

    Those of forums that keep their dates are not asked about, nor is what somebody decided on.
    """
    first = datetime(days.year, 1, 1, tzinfo=UTC) - A_DAY
    query = (
        select(Session)
        .join(Session.forum)
        .where(
            Session.state == SessionState.PLANNED,
            Session.opened_at.is_(None),
            Session.series_id.is_not(None),
            Session.starts_at.between(max(first, now), first + timedelta(days=368)),
            Session.slot == Session.starts_at,
            or_(Session.proposed_starts_at.is_not(None), and_(Session.because == "", _on_one_of(days))),
            Forum.archived_at.is_(None),
            _may_change(person),
        )
    )
    if chosen is not None:
        query = query.where(Session.id.in_(chosen))
    sessions = db.session.scalars(query.order_by(Session.starts_at, Session.id)).all()
    found = [Meeting(session, days.on.get(session.day)) for session in sessions if session.day.year == days.year]
    return [one for one in found if one.session.proposed_starts_at or _is_asked(one)]


def _is_asked(meeting: Meeting) -> bool:
    return meeting.holiday is not None and meeting.session.forum.holiday_rule is not HolidayRule.KEEP


def _on_one_of(days: Days) -> ColumnElement[bool]:
    """Return the condition that a session begins on a holiday somewhere in the world."""
    spans = [datetime.combine(day, time.min, UTC) for day in days.on]
    return or_(false(), *(Session.starts_at.between(span - A_DAY / 2, span + A_DAY * 1.5) for span in spans))


def _may_change(person: Person) -> ColumnElement[bool]:
    leading = select(Participant.forum_id).where(taking_part(person.id), Participant.role.in_(LEADING))
    own = Forum.id.in_(leading)
    if not person.is_coordinator:
        return own
    return or_(own, Forum.circle_id.in_(select(Circle.id).where(Circle.classification != Classification.SECRET)))
