"""Stores and reads the daily counts of open commitments."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, or_, select

from app.accounts.models import Person
from app.circles.queries import belongs_in, opened_by_role
from app.clock import end_of, local_date, today
from app.database import db
from commitments.registry.models import Commitment
from commitments.registry.rules import Visibility
from insights.indicators.models import DailyCount
from insights.indicators.then import Then, then_at

A_DAY = timedelta(days=1)
LONGEST = timedelta(days=400)
"""How far back days without counts are counted: trends show no more."""
COUNTS = ("open", "late", "blocked", "overdue")


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of a day in some scope."""

    open: int = 0
    late: int = 0
    blocked: int = 0
    overdue: int = 0


def store(day: date) -> int:
    """Store the counts at the end of a past day instead of those stored before; return the number of rows."""
    moment = end_of(day)
    found = db.session.execute(_counted(then_at(moment, day), Commitment.proposed_at <= moment)).all()
    db.session.execute(delete(DailyCount).where(DailyCount.day == day))
    db.session.add_all([DailyCount(day=day, **row._mapping) for row in found])
    db.session.flush()
    return len(found)


def _counted(then: Then, *conditions: ColumnElement[bool]) -> Select[Any]:
    rows = select(
        Commitment.circle_id,
        then.responsible_id.label("organisation_id"),
        (Commitment.visibility != Visibility.PARTIES).label("shared"),
        *(
            case((condition, 1), else_=0).label(name)
            for name, condition in (("late", then.is_late), ("blocked", then.is_blocked), ("overdue", then.is_overdue))
        ),
    )
    rows_ = rows.where(then.is_open, *conditions).subquery().c
    groups = (rows_.circle_id, rows_.organisation_id, rows_.shared)
    sums = (func.sum(rows_[name]).label(name) for name in COUNTS if name != "open")
    return select(*groups, func.count().label("open"), *sums).group_by(*groups)


def missing() -> list[date]:
    """Return the days until yesterday that have no counts yet, at most those of the last 400 days, oldest first."""
    last = db.session.scalar(select(func.max(DailyCount.day)))
    first = last + A_DAY if last else _first_day()
    if first is None:
        return []
    return between(max(first, today() - LONGEST), today() - A_DAY)


def between(first: date, last: date) -> list[date]:
    """Return the days from the first to the last one."""
    return [first + number * A_DAY for number in range((last - first).days + 1)]


def _first_day() -> date | None:
    first = db.session.scalar(select(func.min(Commitment.proposed_at)))
    return local_date(first) if first else None


def counts_on(days: Collection[date], person: Person, *conditions: ColumnElement[bool]) -> dict[date, Counts]:
    """Return the counts of days that `person` may read, in one statement; a day that is not stored is left out.

    `conditions` narrow the rows. Commitments that only their parties may read count for whom a role opens the circle.
    """
    ends = select(func.min(DailyCount.day), func.max(DailyCount.day)).subquery("ends")
    first, last = ends.c
    visible = or_(
        opened_by_role(DailyCount.circle_id, person),
        and_(DailyCount.shared, belongs_in(DailyCount.circle_id, person, today())),
    )
    sums = [func.coalesce(func.sum(getattr(DailyCount, name)), 0) for name in COUNTS]
    joined = and_(DailyCount.day.in_(days), visible, *conditions)
    query = select(first, last, DailyCount.day, *sums).select_from(ends).outerjoin(DailyCount, joined)
    rows: Sequence[Any] = db.session.execute(query.group_by(first, last, DailyCount.day)).all()
    stored = {row[2]: Counts(*(int(value) for value in row[3:])) for row in rows}
    since, until = rows[0][:2]
    return {day: stored.get(day, Counts()) for day in days if since and until and since <= day <= until}
