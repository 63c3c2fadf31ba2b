"""Statements that count indicators over the objects that meet given conditions, such as those a person may read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Float, Select, Subquery, and_, case, cast, func, select

from app.circles.models import Seat
from app.database import db
from commitments.registry.models import IS_OPEN, Commitment
from commitments.registry.queries import IS_OWED
from commitments.registry.rules import Delivery, Verification
from forums.attendance.models import CAME, Attendance
from forums.decisions.models import Decision, decision_commitments
from forums.minutes.models import Minutes
from forums.scheduling.models import Forum, Session, SessionState
from insights.indicators.rules import Window


def kept(window: Window, *conditions: ColumnElement[bool]) -> Subquery:
    """Count the commitments met, and met on time, in a window and in the one before it.

    On time: the submission that was met is dated on or before the first due date.
    """
    lately, on_time = Commitment.met_on >= window.first, Commitment.met_on <= Commitment.first_due
    return (
        select(
            how_many(lately).label("kept"),
            how_many(and_(lately, on_time)).label("on_time"),
            how_many(~lately).label("kept_before"),
            how_many(and_(~lately, on_time)).label("on_time_before"),
        )
        .where(Commitment.met_on.between(window.before.first, window.last), *conditions)
        .subquery()
    )


def kept_by_day(window: Window, *conditions: ColumnElement[bool]) -> Select[Any, int, int]:
    """Select the days of a window with the commitments met on them: on time, and all."""
    query = select(Commitment.met_on, how_many(Commitment.met_on <= Commitment.first_due), func.count())
    return query.where(Commitment.met_on.between(window.first, window.last), *conditions).group_by(Commitment.met_on)


def owed(today: date, *conditions: ColumnElement[bool]) -> Subquery:
    """Count the open, late and blocked commitments, with the earliest due date of late ones."""
    late = is_late(today)
    return (
        select(
            func.count().label("open"),
            how_many(late).label("late"),
            how_many(Commitment.delivery == Delivery.BLOCKED).label("blocked"),
            func.min(case((late, Commitment.current_due))).label("oldest_due"),
        )
        .where(IS_OPEN, *conditions)
        .subquery()
    )


def is_late(today: date) -> ColumnElement[bool]:
    """Return the condition that a commitment is owed and past its current due date."""
    return and_(IS_OWED, Commitment.current_due < today)


def circulated(since: datetime, earlier: datetime, now: datetime, *conditions: ColumnElement[bool]) -> Subquery:
    """Average the days from the end of sessions to their first minutes circulated after `since`, and after `earlier`.

    The conditions may use the forum of the session.
    """
    lately = Minutes.circulated_at > since
    days = days_between(Session.ends_at, Minutes.circulated_at)
    return (
        select(
            func.avg(case((lately, days))).label("minutes_days"),
            func.avg(case((~lately, days))).label("minutes_days_before"),
            how_many(lately).label("minutes"),
        )
        .select_from(Minutes)
        .join(Session, Session.id == Minutes.session_id)
        .join(Forum, Forum.id == Session.forum_id)
        .where(Minutes.version == 1, Minutes.circulated_at.between(earlier, now), *conditions)
        .subquery()
    )


def verified(since: datetime, earlier: datetime, *conditions: ColumnElement[bool]) -> Subquery:
    """Average the days from the last submission to the verdict "met" given after `since`, and after `earlier`."""
    lately = Commitment.ended_at >= since
    days = days_between(Commitment.submitted_at, Commitment.ended_at)
    return (
        select(
            func.avg(case((lately, days))).label("verification_days"),
            func.avg(case((~lately, days))).label("verification_days_before"),
            how_many(lately).label("verdicts"),
        )
        .where(Commitment.verification == Verification.MET, Commitment.ended_at >= earlier, *conditions)
        .where(Commitment.submitted_at.is_not(None))
        .subquery()
    )


def decided(window: Window, today: date, *conditions: ColumnElement[bool]) -> Select[int, bool, int]:
    """Select the days from a decision until its commitment was met, or until today if it is open, with their numbers.

    Rows are (days, whether it was met, number), of the decisions in a window; ended without being met: left out.
    """
    met = Commitment.met_on.is_not(None)
    until = func.coalesce(Commitment.met_on, cast(today, Date) if is_postgresql() else today)
    days = whole_days(Decision.decided_at, until).label("days")
    query = select(days, met.label("met"), func.count()).select_from(decision_commitments)
    query = query.join(Decision, Decision.id == decision_commitments.c.decision_id)
    query = query.join(Commitment, Commitment.id == decision_commitments.c.commitment_id)
    of_window = func.date(Decision.decided_at).between(*_days(window))
    return query.where(of_window, case((met, True), else_=IS_OPEN), *conditions).group_by(days, met)


def attended(window: Window, *conditions: ColumnElement[bool]) -> Select[Any, Any, int, int, int]:
    """Select forum, sector, seats that came, seats that were called and sessions, of the sessions held in a window.

    Observers are left out, and sessions of which no attendance was recorded. A seat came if anybody of it did, in
    person or represented. Its sector is that of the seat; whether it was taken is decided by the session's day in UTC.
    """
    day = func.date(Session.starts_at)
    rows = Attendance.session_id == Session.id
    came = select(Attendance.id).where(rows, Attendance.seat_id == Seat.id, Attendance.presence.in_(CAME)).exists()
    query = select(
        Session.forum_id, Seat.sector, how_many(came), func.count(), func.count(Session.id.distinct())
    ).select_from(Session)
    query = query.join(Forum, Forum.id == Session.forum_id).join(Seat, Seat.circle_id == Forum.circle_id)
    query = query.where(Session.state == SessionState.HELD, day.between(*_days(window)))
    query = query.where(Seat.observer.is_(False), _as_text(Seat.since) <= day)
    query = query.where(
        Seat.until.is_(None) | (_as_text(Seat.until) >= day), select(Attendance.id).where(rows).exists()
    )
    return query.where(*conditions).group_by(Session.forum_id, Seat.sector)


def how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Return the number of rows that meet a condition; null if there is no row."""
    return func.sum(case((condition, 1), else_=0))


def days_between(earlier: Any, later: Any) -> ColumnElement[Any]:
    """Return the days, with fractions, between two instants."""
    if is_postgresql():
        return cast(func.extract("epoch", later - earlier), Float) / 86400
    return func.julianday(later) - func.julianday(earlier)


def whole_days(instant: Any, day: Any) -> ColumnElement[Any]:
    """Return the whole days from the day (in UTC) of an instant to a day."""
    if is_postgresql():
        return day - func.date(instant)
    return func.julianday(day) - func.julianday(func.date(instant))


def is_postgresql() -> bool:
    """Whether the database is PostgreSQL, which has other functions of dates than SQLite."""
    return db.engine.dialect.name == "postgresql"


def _days(window: Window) -> tuple[Any, Any]:
    """Return the ends of a window as the function `date` of the database returns days."""
    if is_postgresql():
        return window.first, window.last
    return window.first.isoformat(), window.last.isoformat()


def _as_text(column: Any) -> Any:
    return column if is_postgresql() else func.date(column)
