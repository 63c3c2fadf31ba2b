"""Queries of the dashboard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, func, select, true

from agreements.registry.models import Agreement
from agreements.registry.queries import readable_whole
from agreements.registry.rules import Stage
from app.accounts.models import Person
from app.circles.models import Circle
from app.database import alphabetical, db
from app.organisations.models import Organisation, Sector
from commitments.registry.models import IS_OPEN, Commitment
from commitments.registry.rules import Delivery
from forums.scheduling.models import Forum
from forums.scheduling.queries import readable_forums
from insights.dashboard.scope import Scope
from insights.indicators import queries as indicators
from insights.indicators.rules import Window, first_of_month

MOST_CHOICES = 60
"""Maximum number of forums, and of organisations, to choose from."""
MOST_CIRCLES = 8
"""Maximum number of forums and agreements whose open commitments are drawn."""
MOST_LATE = 5
"""Maximum number of late commitments that are named."""
AHEAD = 90
"""Number of days ahead whose due dates are shown."""
MOST_AHEAD = 120
"""Maximum number of due dates ahead that are shown."""
MONTHS = 12


class OpenCounts(NamedTuple):
    """The open commitments of a forum or agreement by status; those that are late count as late alone."""

    name: str
    late: int
    blocked: int
    submitted: int
    running: int

    @property
    def total(self) -> int:
        """Return the number of open commitments."""
        return self.late + self.blocked + self.submitted + self.running


class Turnout(NamedTuple):
    """Seats of a sector in a forum that came and were called, and the number of sessions."""

    forum_id: UUID
    sector: Sector
    came: int
    called: int
    sessions: int


class Due(NamedTuple):
    """The due date of an open commitment, with the sector of the responsible organisation."""

    day: date
    title: str
    sector: Sector
    id: UUID


def forums_of(person: Person, today: date) -> Sequence[Row[str, str, UUID]]:
    """Return slug, name and id of the forums that a person may read, by name."""
    query = select(Forum.slug, Forum.name, Forum.id).where(readable_forums(person, today), Forum.archived_at.is_(None))
    return db.session.execute(query.order_by(alphabetical(Forum.name), Forum.id).limit(MOST_CHOICES)).all()


def organisations() -> Sequence[Organisation]:
    """Return organisations to choose from, by name."""
    query = select(Organisation).where(Organisation.archived_at.is_(None))
    return db.session.scalars(query.order_by(alphabetical(Organisation.name)).limit(MOST_CHOICES)).all()


def counted(scope: Scope) -> Row[Any]:
    """Return the figures of commitments, verdicts and minutes in one statement."""
    kept, owed = indicators.kept(scope.window, *scope.commitments()), indicators.owed(scope.today, *scope.commitments())
    verified = indicators.verified(scope.starts, scope.starts_before, *scope.commitments())
    sent = indicators.circulated(scope.starts, scope.starts_before, scope.now, *scope.forums())
    joined = kept.join(owed, true()).join(verified, true()).join(sent, true())
    return db.session.execute(select(kept, owed, verified, sent).select_from(joined)).one()


def kept_by_day(scope: Scope) -> dict[date, tuple[int, int]]:
    """Return the commitments met on time, and all that were met, by day, for a trend of `MONTHS`."""
    window = Window(first_of_month(scope.today, MONTHS + 1), scope.today)
    rows = db.session.execute(indicators.kept_by_day(window, *scope.commitments()))
    return {day: (on_time, every) for day, on_time, every in rows}


def decided(scope: Scope, window: Window) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return (days, number) of the commitments of decisions in a window: those met, and those that are open."""
    done: list[tuple[int, int]] = []
    waiting: list[tuple[int, int]] = []
    for days, is_met, number in db.session.execute(indicators.decided(window, scope.today, *scope.commitments())):
        (done if is_met else waiting).append((int(days), number))
    return done, waiting


def open_in_circles(scope: Scope) -> list[OpenCounts]:
    """Return the open commitments of forums and agreements, those with most late and blocked ones first."""
    late = indicators.is_late(scope.today)
    blocked = ~late & (Commitment.delivery == Delivery.BLOCKED)
    submitted = Commitment.delivery == Delivery.SUBMITTED
    counts = [indicators.how_many(one) for one in (late, blocked, submitted, ~late & ~blocked & ~submitted)]
    query = select(Circle.name, *counts).join(Circle, Circle.id == Commitment.circle_id)
    query = query.where(IS_OPEN, *scope.commitments()).group_by(Circle.id, Circle.name)
    query = query.order_by((counts[0] + counts[1]).desc(), func.count().desc(), Circle.id).limit(MOST_CIRCLES)
    return [OpenCounts._make(row) for row in db.session.execute(query)]


def late(scope: Scope) -> Sequence[Commitment]:
    """Return the commitments that are late longest."""
    query = select(Commitment).where(indicators.is_late(scope.today), *scope.commitments())
    return db.session.scalars(query.order_by(Commitment.current_due, Commitment.code).limit(MOST_LATE)).unique().all()


def turnout(scope: Scope, window: Window) -> list[Turnout]:
    """Return the attendance at the sessions of a window, by forum and sector."""
    return [Turnout._make(row) for row in db.session.execute(indicators.attended(window, *scope.seats()))]


def ahead(scope: Scope) -> list[Due]:
    """Return the due dates of open commitments in the next `AHEAD` days, by date."""
    last = scope.today + timedelta(days=AHEAD)
    query = select(Commitment.current_due, Commitment.title, Organisation.sector, Commitment.id)
    query = query.join(Organisation, Organisation.id == Commitment.responsible_id)
    query = query.where(IS_OPEN, Commitment.current_due.between(scope.today, last), *scope.commitments())
    query = query.order_by(Commitment.current_due, Commitment.code).limit(MOST_AHEAD)
    return [Due._make(row) for row in db.session.execute(query)]


def ending(scope: Scope) -> Sequence[Agreement]:
    """Return the agreements that end in the next `AHEAD` days; none if the dashboard is of a forum or organisation."""
    if scope.forum or scope.organisation:
        return ()
    last = scope.today + timedelta(days=AHEAD)
    query = select(Agreement).where(readable_whole(scope.person, scope.today), Agreement.stage == Stage.SIGNED)
    query = query.where(Agreement.expires_on.between(scope.today, last))
    return db.session.scalars(query.order_by(Agreement.expires_on, Agreement.id).limit(MOST_LATE)).unique().all()
