"""Stores and reads the daily counts of open commitments."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, delete, func, or_, select

from app.accounts.models import Person
from app.circles.queries import belongs_in, opened_by_role
from app.clock import end_of, today
from app.database import db
from commitments.registry.models import Commitment
from commitments.registry.rules import Visibility
from insights.indicators.models import DailyCount
from insights.indicators.then import Then, commitments_at

A_DAY = timedelta(days=1)
MOST_MISSING = timedelta(days=30)
"""How many days before yesterday the job counts after an outage; the command counts any."""
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
    found = db.session.execute(_counted(commitments_at(moment, day), Commitment.proposed_at <= moment)).all()
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
    """Return the days until yesterday that followed the last one with counts, at most 31; yesterday if none has any."""
    last, yesterday = db.session.scalar(select(func.max(DailyCount.day))), today() - A_DAY
    first = last + A_DAY if last else yesterday
    return between(max(first, yesterday - MOST_MISSING), yesterday)


def between(first: date, last: date) -> list[date]:
    """Return the days from the first to the last one."""
    return [first + number * A_DAY for number in range((last - first).days + 1)]


def counts_on(days: Collection[date], person: Person, *conditions: ColumnElement[bool]) -> dict[date, Counts]:
    """Return the counts of days that `person` may read, in one statement; a day that is not stored is left out.

    `conditions` narrow the rows. Commitments that only their parties may read count for whom a role opens the circle.
    """
    counted = and_(_visible_to(person), *conditions)
    sums = [func.sum(case((counted, getattr(DailyCount, name)), else_=0)) for name in COUNTS]
    query = select(DailyCount.day, *sums).where(DailyCount.day.in_(days)).group_by(DailyCount.day)
    return {row[0]: Counts(*(int(value) for value in row[1:])) for row in db.session.execute(query)}


def overdue_on(day: date, person: Person) -> ScalarSelect[int | None]:
    """Select what `counts_on` returns as overdue on a day; null if the day is not stored."""
    counted = func.sum(case((_visible_to(person), DailyCount.overdue), else_=0))
    return select(counted).where(DailyCount.day == day).scalar_subquery()


def _visible_to(person: Person) -> ColumnElement[bool]:
    return or_(
        opened_by_role(DailyCount.circle_id, person),
        and_(DailyCount.shared, belongs_in(DailyCount.circle_id, person, today())),
    )
