"""A programme at the end of an earlier quarter beside today, as far as the registers keep what was.

Compared are figures with a history of days. Roles, levels, proposals, follow-ups of decisions and due dates that moved
are not: their registers keep the present alone. What a reader may know of is decided as of today for both days.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, or_, select

from alignment.barriers import queries as barriers
from alignment.barriers.models import Barrier
from alignment.five_c import factors
from alignment.five_c.rules import Aspect
from alignment.goals.models import GoalDifference, SharedGoal
from alignment.services import queries as services
from alignment.services.factors import linked_with
from alignment.services.models import Service
from alignment.services.rules import coverage, quarter_of
from app.accounts.models import Person
from app.circles.queries import knows_of
from app.clock import zone
from app.database import db
from app.web.arguments import day_of
from commitments.registry.models import Commitment
from commitments.registry.queries import visible_to

QUARTERS = 6
"""How many past quarters can be compared with."""


class Value(NamedTuple):
    """A figure on a day: `some` out of `every`, or `some` alone; `every` of 0 means that there was nothing to count."""

    some: int
    every: int | None = None


class Compared(NamedTuple):
    """A figure at the end of the earlier quarter and today."""

    aspect: Aspect
    label: Any
    then: Value
    now: Value


class Past(NamedTuple):
    """The end of an earlier quarter, and the figures of then and now."""

    day: date
    figures: Sequence[Compared]


def days(today: date) -> list[date]:
    """Return the last days of past quarters, the latest first."""
    now = quarter_of(today)
    return [now.plus(-back).last for back in range(1, QUARTERS + 1)]


def chosen(value: str | None, today: date) -> date | None:
    """Return the day of a query string, or None if it is not offered."""
    return next((one for one in days(today) if one == day_of(value)), None)


def compared(circle_ids: Collection[UUID], reader: Person, today: date, day: date) -> list[Compared]:
    """Return the figures of forums and agreements on an earlier day and today, without those that count nothing."""
    pairs = zip(_figures(circle_ids, reader, today, day), _figures(circle_ids, reader, today, today), strict=True)
    found = [Compared(aspect, label, then, now) for (aspect, label, then), (_aspect, _label, now) in pairs]
    return [one for one in found if any(value.some or value.every for value in (one.then, one.now))]


def _figures(
    circle_ids: Collection[UUID], reader: Person, today: date, day: date
) -> Iterator[tuple[Aspect, Any, Value]]:
    yield Aspect.CONTENT, _l("Services that are integrated"), _services(circle_ids, reader, today, day)
    yield Aspect.CONTEXT, _l("Open barriers"), _barriers(circle_ids, reader, today, day)
    yield Aspect.COMMITMENT, _l("Commitments met in 12 months that were on time"), _met(circle_ids, reader, today, day)
    yield (
        Aspect.COALITIONS,
        _l("Sessions in 12 months to which all sectors came"),
        _came(circle_ids, reader, today, day),
    )
    yield Aspect.COALITIONS, _l("Open differences about shared goals"), _differing(circle_ids, reader, today, day)


def _services(circle_ids: Collection[UUID], reader: Person, today: date, day: date) -> Value:
    entries = services.entries(Service.id.in_(linked_with(circle_ids, reader, today)))
    return Value(*coverage(entries.values(), day))


def _barriers(circle_ids: Collection[UUID], reader: Person, today: date, day: date) -> Value:
    """Return those that began and were not resolved; one that was reopened counts as never resolved."""
    query = select(func.count()).select_from(Barrier)
    query = query.where(barriers.about_circles(circle_ids, reader, today), barriers.readable(reader, today))
    query = query.where(Barrier.since <= day, or_(Barrier.resolved_on.is_(None), Barrier.resolved_on > day))
    return Value(db.session.scalar(query) or 0)


def _met(circle_ids: Collection[UUID], reader: Person, today: date, day: date) -> Value:
    met = Commitment.met_on.between(day - timedelta(days=factors.DAYS), day)
    on_time = factors.number(Commitment.met_on <= Commitment.first_due)
    query = select(on_time, func.count()).where(Commitment.circle_id.in_(circle_ids), visible_to(reader, today), met)
    return Value(*db.session.execute(query).one())


def _came(circle_ids: Collection[UUID], reader: Person, today: date, day: date) -> Value:
    rows: Sequence[Any] = db.session.execute(factors.presences(circle_ids, reader, today, day)).all()
    together = next(row for row in rows if row.sector is None)
    return Value(together.came, together.called)


def _differing(circle_ids: Collection[UUID], reader: Person, today: date, day: date) -> Value:
    after = datetime.combine(day + timedelta(days=1), time.min, zone())
    query = select(func.count()).select_from(GoalDifference).join(GoalDifference.goal)
    query = query.where(SharedGoal.circle_id.in_(circle_ids), knows_of(SharedGoal.circle_id, reader, today))
    query = query.where(
        GoalDifference.opened_at < after, or_(GoalDifference.ended_at.is_(None), GoalDifference.ended_at >= after)
    )
    return Value(db.session.scalar(query) or 0)
