"""Statistics on the open commitments of forums, aggregated in SQL rather than loading hundreds of objects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Row, Select, and_, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from app.database import db
from commitments.registry.models import Commitment
from commitments.registry.queries import IS_OWED, is_overdue
from commitments.registry.rules import OPEN, SOON, UNDECIDED, Delivery, Health, Visibility


class CommitmentStats(NamedTuple):
    """The health of a forum's open commitments, and how many are open and late."""

    health: Health
    open: int
    late: int


NOTHING_OWED = CommitmentStats(Health.GREY, 0, 0)


class days(FunctionElement[int]):  # noqa: N801 - reads as a function
    """The number of days between two dates, in the SQL of each database."""

    type = Integer()
    inherit_cache = True


@compiles(days, "sqlite")
def _julian(element: days, compiler: Any, **options: Any) -> str:
    earlier, later = (f"julianday({compiler.process(one, **options)})" for one in element.clauses)
    return f"CAST({later} - {earlier} AS INTEGER)"


@compiles(days)
def _subtracted(element: days, compiler: Any, **options: Any) -> str:
    earlier, later = (f"CAST({compiler.process(one, **options)} AS DATE)" for one in element.clauses)
    return f"({later} - {earlier})"


def stats_of(circles: Sequence[UUID], today: date) -> dict[UUID, CommitmentStats]:
    """Return the statistics of each circle, without commitments that only their parties may read."""
    rows = db.session.execute(_counted(circles, today, today + timedelta(days=SOON))).all()
    return {row.circle_id: CommitmentStats(_worst(row), row.open, row.late) for row in rows}


def _worst(row: Row[Any]) -> Health:
    """Return the worst colour, as `rules.worst` would from each commitment's `health`."""
    if row.late or row.blocked:
        return Health.RED
    if row.soon:
        return Health.AMBER
    return Health.GREEN if row.decided else Health.GREY


def _counted(circles: Sequence[UUID], today: date, soon: date) -> Select[*tuple[Any, ...]]:
    figures = {
        "late": is_overdue(today),
        "blocked": Commitment.delivery == Delivery.BLOCKED,
        "soon": and_(IS_OWED, or_(Commitment.current_due <= soon, _is_behind(today))),
        "decided": Commitment.delivery.not_in(UNDECIDED),
    }
    counts = [func.count().filter(condition).label(name) for name, condition in figures.items()]
    query: Select[*tuple[Any, ...]] = select(Commitment.circle_id, func.count().label("open"), *counts)
    return query.where(
        Commitment.circle_id.in_(circles),
        Commitment.delivery.in_(OPEN),  # lets the circle's index be searched by state
        Commitment.visibility != Visibility.PARTIES,
    ).group_by(Commitment.circle_id)


def _is_behind(today: date) -> ColumnElement[bool]:
    """Return the condition equivalent to `CommitmentFacts.is_behind` for an owed commitment, without division."""
    span = days(Commitment.accepted_on, Commitment.current_due)
    return and_(span > 0, (Commitment.progress + 25) * span < 100 * days(Commitment.accepted_on, today))
