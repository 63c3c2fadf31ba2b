"""What the open commitments of forums amount to, counted where they are: a list of forums would load hundreds."""

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
    """What a forum's open commitments amount to."""

    health: Health
    open: int
    late: int


NOTHING_OWED = CommitmentStats(Health.GREY, 0, 0)


class days(FunctionElement[int]):  # noqa: N801 - reads as a function
    """The days from one date to a later one, which each database counts in its own way."""

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


def standings_of(circles: Sequence[UUID], today: date) -> dict[UUID, CommitmentStats]:
    """Return what the open commitments of each circle amount to, those that only their parties may read left aside."""
    rows = db.session.execute(_counted(circles, today, today + timedelta(days=SOON))).all()
    return {row.circle_id: CommitmentStats(_worst(row), row.open, row.late) for row in rows}


def _worst(row: Row[Any]) -> Health:
    """Return the worst colour, as `rules.worst` of each commitment's `health` is."""
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
        Commitment.delivery.in_(OPEN),  # in these words the index of a circle is read by state, not through
        Commitment.visibility != Visibility.PARTIES,
    ).group_by(Commitment.circle_id)


def _is_behind(today: date) -> ColumnElement[bool]:
    """Return the condition that `CommitmentFacts.is_behind` says of an owed commitment, without its division."""
    span = days(Commitment.accepted_on, Commitment.current_due)
    return and_(span > 0, (Commitment.progress + 25) * span < 100 * days(Commitment.accepted_on, today))
