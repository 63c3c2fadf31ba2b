"""Queries for the sessions of each day of a period, and for their number per day in a year."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Select, and_, cast, func, literal, null, or_, select, true, union_all

from app.accounts.models import Person
from app.calendars.days import Window, local_date
from app.circles.models import Classification
from app.circles.queries import readable_by_role
from app.database import db
from forums.scheduling.filters import SessionFilters
from forums.scheduling.listing import sessions_of_days
from forums.scheduling.models import AWAITS_CONFIRMATION, Forum, Session, SessionState
from forums.scheduling.rows import SESSION_COLUMNS, SessionRow

FARTHEST_MOVE = timedelta(days=21)
"""The farthest that a holiday moves a session."""
MOST = 200
"""A limit above what a month or week shows: the first sessions of each day, and all with a proposed day."""


class Found(NamedTuple):
    """A session with its displayed state, its day, the number of sessions on that day, and the slug of its forum."""

    day: date | None
    total: int
    slug: str
    session: SessionRow
    stage: str


Counted = tuple[date, tuple[int, int]]
"""A day, its number of sessions, and how many of them have a proposed day or merge."""


def sessions_by_day(
    person: Person, filters: SessionFilters, today: date, now: datetime, days: Window, *, most: int
) -> tuple[Found, ...]:
    """Return the first `most` sessions of each day in order, in one query.

    Sessions with a proposed day or merge are always included; those from outside the period whose proposed day lies
    within it have no day.
    """
    around = days.since - FARTHEST_MOVE, days.until + FARTHEST_MOVE
    query = _by_day(person, filters, today, now, days, *around, most)
    lines = ((day, total, slug, SessionRow._make(line)) for day, total, slug, *line in db.session.execute(query).all())
    return tuple(Found(day, total, slug, line, line.shown_state(now)) for day, total, slug, line in lines)


def _by_day(
    person: Person,
    filters: SessionFilters,
    today: date,
    now: datetime,
    days: Window,
    earliest: datetime,
    latest: datetime,
    most: int,
) -> Select[Any]:
    day = local_date(Session.starts_at, days)
    proposed = AWAITS_CONFIRMATION
    here: Select[Any] = select(
        Session.id,
        day.label("day"),
        func.count().over(partition_by=day).label("total"),
        func.row_number().over(partition_by=day, order_by=(Session.starts_at, Session.id)).label("place"),
        proposed.label("proposed"),
    )
    here = here.where(_inside(Session.starts_at, days))
    nowhere: Any = cast(null(), Date)
    coming = select(Session.id, nowhere, literal(0), literal(0), true())
    coming = coming.where(Session.starts_at.between(earliest, latest), ~_inside(Session.starts_at, days))
    coming = coming.where(proposed, _inside(Session.proposed_starts_at, days))
    near = union_all(
        *(sessions_of_days(one, person, filters, today, now, day_by_day=True) for one in (here, coming))
    ).subquery()
    shown = select(near).where(or_(near.c.place <= most, near.c.proposed))
    few = shown.limit(MOST).subquery()  # the LIMIT keeps the database from flattening the subquery
    found = select(few.c.day, few.c.total, Forum.slug, *SESSION_COLUMNS).select_from(few)
    found = found.join(Session, few.c.id == Session.id).join(Session.forum)
    return found.order_by(Session.starts_at, Session.id)


def counts_by_day(
    person: Person, filters: SessionFilters, today: date, now: datetime, days: Window
) -> tuple[Counted, ...]:
    """Return the days that have sessions, with their counts, in one query.

    Cancelled and merged sessions count only if the filters include them.
    """
    rows = db.session.execute(_counted(person, filters, today, now, days)).all()
    return tuple((day, (number, int(proposed or 0))) for day, number, proposed in rows)


def _counted(person: Person, filters: SessionFilters, today: date, now: datetime, days: Window) -> Select[Any]:
    day: Any = local_date(Session.starts_at, days).label("day")
    proposed = func.count().filter(AWAITS_CONFIRMATION)
    # Others can read few forums, whose sessions of a year are found quickly.
    many = Classification.INTERNAL in readable_by_role(person)
    query = select(day, func.count(), proposed)
    query = sessions_of_days(query, person, filters, today, now, day_by_day=many)
    if filters.state == "all":
        query = query.where(Session.state.in_((SessionState.PLANNED, SessionState.HELD)))
    return query.where(_inside(Session.starts_at, days)).group_by(day)


def _inside(moment: Any, days: Window) -> ColumnElement[bool]:
    return and_(moment >= days.since, moment < days.until)
