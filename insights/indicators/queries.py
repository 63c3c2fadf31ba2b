"""Statements that count indicators over the objects that meet given conditions, such as those a person may read."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Float, Select, Subquery, and_, case, cast, func, select

from app.circles.models import Seat
from app.clock import end_of, midnight, utc_now, zone
from commitments.registry.models import Commitment
from commitments.registry.rules import Verification
from forums.decisions.models import Decision, decision_commitments
from forums.minutes.models import Minutes
from forums.scheduling.models import Forum, Session
from insights.indicators.parameters import is_postgresql
from insights.indicators.rules import Window
from insights.indicators.then import Then


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


def owed(then: Then, *conditions: ColumnElement[bool]) -> Subquery:
    """Count the commitments open, late, blocked, and late or blocked, with the earliest due date of late ones."""
    late = then.is_late
    return (
        select(
            func.count().label("open"),
            how_many(late).label("late"),
            how_many(then.is_blocked).label("blocked"),
            how_many(late | then.is_blocked).label("stuck"),
            func.min(case((late, then.due))).label("oldest_due"),
        )
        .where(then.is_open, *conditions)
        .subquery()
    )


def overdue(then: Then, *conditions: ColumnElement[bool]) -> Subquery:
    """Count the commitments that are owed and past their first due date."""
    return select(func.count().label("overdue")).where(then.is_overdue, *conditions).subquery()


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


def verified(since: datetime, earlier: datetime, now: datetime, *conditions: ColumnElement[bool]) -> Subquery:
    """Average the days from the last submission to the verdict "met" given after `since`, and after `earlier`."""
    lately = Commitment.ended_at >= since
    days = days_between(Commitment.submitted_at, Commitment.ended_at)
    return (
        select(
            func.avg(case((lately, days))).label("verification_days"),
            func.avg(case((~lately, days))).label("verification_days_before"),
            how_many(lately).label("verdicts"),
        )
        .where(Commitment.verification == Verification.MET, Commitment.ended_at.between(earlier, now), *conditions)
        .where(Commitment.submitted_at.is_not(None))
        .subquery()
    )


def decided(window: Window, then: Then, now: datetime, *conditions: ColumnElement[bool]) -> Select[int, bool, int, int]:
    """Select the days from a decision until its commitment was met, or until the day of `then` if it is open.

    Rows are (days, whether it was met, number, number in the window), of the decisions in a window and in the one
    before; what ended without being met is left out.
    """
    rows = since_decision(Window(window.before.first, window.last), then, now, *conditions).subquery()
    lately = rows.c.day >= _days(window)[0]
    query = select(rows.c.days, rows.c.met, func.count(), how_many(lately))
    return query.group_by(rows.c.days, rows.c.met)


def since_decision(window: Window, then: Then, now: datetime, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Select decision, commitment, day of the decision, days since and whether it was met; see `decided`."""
    met = and_(Commitment.met_on.is_not(None), Commitment.ended_at <= now)
    today = cast(then.day, Date) if is_postgresql() else then.day
    day = local_day(Decision.decided_at)
    days = whole_days(Decision.decided_at, case((met, Commitment.met_on), else_=today)).label("days")
    found: Select[Any] = select(
        Decision.id, Commitment.id.label("commitment_id"), day.label("day"), days, case((met, 1), else_=0).label("met")
    )
    found = found.select_from(decision_commitments).join(Decision, Decision.id == decision_commitments.c.decision_id)
    found = found.join(Commitment, Commitment.id == decision_commitments.c.commitment_id)
    of_window = and_(day.between(*_days(window)), Decision.decided_at <= now, Commitment.proposed_at <= now)
    return found.where(of_window, case((met, True), else_=then.is_open), *conditions)


def attended(window: Window, then: Then, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Select forum (id, slug, name), sector, seats that came and were called, sessions, and seats of the window before.

    The sessions are those of the forum, whatever the sector.

    Only sessions held count whose attendance was recorded, without observers. A seat came if anybody of it did, in
    person or represented. Its sector is that of the seat; whether it was taken is decided by the session's day.
    """
    lately, came = Session.starts_at >= midnight(window.first), then.came
    held: list[Any] = [Session.forum_id, func.count(Session.id.distinct()).label("sessions")]
    of_forum = called(select(*held), window, then, *conditions).group_by(Session.forum_id).subquery()
    columns: list[Any] = [
        Session.forum_id,
        Forum.slug,
        Forum.name,
        Seat.sector,
        how_many(and_(lately, came)),
        how_many(lately),
        func.coalesce(func.max(of_forum.c.sessions), 0),
        how_many(and_(~lately, came)),
        how_many(~lately),
    ]
    query = called(select(*columns), Window(window.before.first, window.last), then, *conditions)
    query = query.outerjoin(of_forum, of_forum.c.forum_id == Session.forum_id)
    return query.group_by(Session.forum_id, Forum.slug, Forum.name, Seat.sector)


def called(query: Select[Any], window: Window, then: Then, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Let a query select from the sessions held in a window, their forum, and the seats that were called."""
    day = local_day(Session.starts_at)
    query = query.select_from(Session).join(Forum, Forum.id == Session.forum_id)
    query = query.join(Seat, Seat.circle_id == Forum.circle_id)
    query = query.where(
        then.is_held, Session.starts_at.between(midnight(window.first), end_of(window.last)), then.is_recorded
    )
    query = query.where(Seat.observer.is_(False), _as_text(Seat.since) <= day)
    return query.where(Seat.until.is_(None) | (_as_text(Seat.until) >= day), *conditions)


def how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Return the number of rows that meet a condition; null if there is no row."""
    return func.sum(case((condition, 1), else_=0))


def days_between(earlier: Any, later: Any) -> ColumnElement[Any]:
    """Return the days, with fractions, between two instants."""
    if is_postgresql():
        return cast(func.extract("epoch", later - earlier), Float) / 86400
    return func.julianday(later) - func.julianday(earlier)


def whole_days(instant: Any, day: Any) -> ColumnElement[Any]:
    """Return the whole days from the day of an instant to a day."""
    if is_postgresql():
        return day - local_day(instant)
    return func.julianday(day) - func.julianday(local_day(instant))


def local_day(instant: Any) -> Any:
    """Return the day of an instant in the instance's time zone; SQLite, which has no zones, uses its present offset."""
    if is_postgresql():
        return func.date(func.timezone(zone().key, instant))
    offset = utc_now().astimezone(zone()).utcoffset() or timedelta()
    return func.date(instant, f"{offset // timedelta(minutes=1):+d} minutes")


def _days(window: Window) -> tuple[Any, Any]:
    """Return the ends of a window as the function `date` of the database returns days."""
    if is_postgresql():
        return window.first, window.last
    return window.first.isoformat(), window.last.isoformat()


def _as_text(column: Any) -> Any:
    return column if is_postgresql() else func.date(column)
