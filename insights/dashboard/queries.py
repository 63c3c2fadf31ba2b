"""Queries of the dashboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, case, func, literal, select, true, union_all

from agreements.history.queries import BOUND
from agreements.registry.models import Agreement
from agreements.registry.queries import readable_whole
from agreements.registry.rules import Stage
from app.accounts.models import Person
from app.audit.models import AuditRow
from app.circles.models import Circle
from app.clock import local_date
from app.database import alphabetical, db
from app.organisations.models import Organisation, Sector
from commitments.registry.models import Commitment
from forums.scheduling.models import Forum
from forums.scheduling.queries import readable_forums
from insights.dashboard.rows import COUNTED, LISTED, Key
from insights.dashboard.scope import Scope
from insights.indicators import queries as indicators
from insights.indicators.daily import Counts, counts_on
from insights.indicators.rules import Share, Window, first_of_month, month_ends

MOST_CIRCLES = 8
"""Maximum number of forums and agreements whose open commitments are drawn."""
MOST_LATE = 5
"""Maximum number of late commitments that are named."""
AHEAD = 90
"""Number of days ahead whose due dates are shown."""
MOST_AHEAD = 120
"""Maximum number of due dates ahead that are shown."""
MONTHS = 12
MOST_ORGANISATIONS = 10
"""Maximum number of organisations whose promises are compared."""

Durations = tuple[list[tuple[int, int]], list[tuple[int, int]]]
"""Pairs of (days, number of commitments): those that were met, and those that are open."""


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
    """Seats of a sector in a forum that came and were called, the forum's sessions, and the seats of before."""

    forum_id: UUID
    slug: str
    name: str
    sector: Sector
    came: int
    called: int
    sessions: int
    came_before: int
    called_before: int


class Proposals(NamedTuple):
    """Items that people of a sector proposed for sessions, and those of them that came onto the agenda."""

    sector: Sector
    adopted: int
    proposed: int

    @property
    def share(self) -> Share:
        """Return the share of them that came onto the agenda."""
        return Share(self.adopted, self.proposed)


class Kept(NamedTuple):
    """Commitments of an organisation that were on time, and all that were met or are past their first due date."""

    id: UUID
    name: str
    sector: Sector
    on_time: int
    whole: int

    @property
    def share(self) -> Share:
        """Return the share that was on time."""
        return Share(self.on_time, self.whole)


class LateOne(NamedTuple):
    """A late commitment with the responsible organisation and its due date."""

    id: UUID
    code: str
    title: str
    organisation: str
    due: date


class Due(NamedTuple):
    """The due date of an open commitment, with the sector of the responsible organisation."""

    day: date
    title: str
    sector: Sector
    id: UUID


@dataclass(frozen=True, slots=True)
class Choices:
    """The forums, agreements and organisations that a page offers, each by name."""

    forums: Sequence[Row[Any]]
    agreements: Sequence[Row[Any]]
    organisations: Sequence[Row[Any]]


def forum_with(slug: str, person: Person, today: date) -> Forum | None:
    """Return the forum with a slug, archived or not, if a person may read it, else None."""
    return db.session.scalar(select(Forum).where(Forum.slug == slug, readable_forums(person, today)))


def agreement_with(agreement_id: UUID | None, person: Person, today: date) -> Agreement | None:
    """Return the agreement with an id if a person may read it, else None."""
    return db.session.scalar(select(Agreement).where(Agreement.id == agreement_id, readable_whole(person, today)))


def record_began() -> date | None:
    """Return the day of the first entry of the audit log, or None if it has none."""
    first = db.session.scalar(select(func.min(AuditRow.at)))
    return local_date(first) if first else None


def choices(person: Person, today: date, most: int | None = None) -> Choices:
    """Return what a person can choose, at most so many of each.

    It is what they may read and is not archived, agreements once they were signed.
    """
    forums = select(Forum.id, Forum.slug, Forum.name)
    forums = forums.where(readable_forums(person, today), Forum.archived_at.is_(None))
    agreements = select(Agreement.id, Agreement.title.label("name"))
    agreements = agreements.where(readable_whole(person, today), Agreement.stage.in_(BOUND))
    organisations = select(Organisation.id, Organisation.label.label("name")).where(Organisation.archived_at.is_(None))
    return Choices(
        *(
            db.session.execute(query.order_by(alphabetical(name), id_).limit(most)).all()
            for query, name, id_ in (
                (forums, Forum.name, Forum.id),
                (agreements, Agreement.title, Agreement.id),
                (organisations, Organisation.name, Organisation.id),
            )
        )
    )


def counted(scope: Scope) -> Row[Any]:
    """Return the figures of commitments, verdicts and minutes in one statement."""
    own = scope.commitments()
    known = [Commitment.ended_at <= scope.now] if scope.is_past else []
    kept, owed = indicators.kept(scope.window, *own, *known), indicators.owed(scope.then, *own)
    overdue = indicators.overdue(scope.then, *own)
    verified = indicators.verified(scope.starts, scope.starts_before, scope.now, *own)
    sent = indicators.circulated(scope.starts, scope.starts_before, scope.now, *scope.forums())
    joined = kept.join(owed, true()).join(overdue, true()).join(verified, true()).join(sent, true())
    return db.session.execute(select(kept, owed, overdue, verified, sent).select_from(joined)).one()


def shares(scope: Scope) -> dict[Key, tuple[Share, Share]]:
    """Return the indicators that are counted from their rows, in the window and in the one before, in one statement."""
    columns: list[Any] = []
    joined: Any = None
    for key in COUNTED:
        for name, window in (("now", scope.window), ("before", scope.window.before)):
            rows = LISTED[key].select(scope, window).subquery()
            part, whole = func.coalesce(func.sum(rows.c.part), 0), func.count()
            one = select(part.label("part"), whole.label("whole")).select_from(rows).subquery(f"{key.name}_{name}")
            columns += [one.c.part, one.c.whole]
            joined = one if joined is None else joined.join(one, true())
    values = [int(value) for value in db.session.execute(select(*columns).select_from(joined)).one()]
    found = (Share(*values[place : place + 2]) for place in range(0, len(values), 2))
    return {key: (next(found), next(found)) for key in COUNTED}


def proposals(scope: Scope) -> list[Proposals]:
    """Return what the sectors proposed for the sessions of the window, in the order of sectors."""
    rows = LISTED[Key.AGENDA].select(scope, scope.window).subquery()
    query = select(rows.c.sector, func.sum(rows.c.part), func.count()).group_by(rows.c.sector)
    found = {sector: Proposals(sector, int(adopted), number) for sector, adopted, number in db.session.execute(query)}
    return [found[one] for one in Sector if one in found]


def by_organisation(scope: Scope) -> list[Kept]:
    """Return how organisations kept the first due dates, those with most commitments first."""
    who = scope.then.responsible_id.label("id")
    part = case((Commitment.met_on <= Commitment.first_due, 1), else_=0).label("part")
    met = select(who, part).where(Commitment.met_on.between(scope.window.first, scope.today), *scope.commitments())
    past = select(who, literal(0).label("part")).where(scope.then.is_overdue, *scope.commitments())
    rows = union_all(met.where(Commitment.ended_at <= scope.now), past).subquery()
    query = select(Organisation.id, Organisation.label, Organisation.sector, func.sum(rows.c.part), func.count())
    query = query.join(rows, rows.c.id == Organisation.id)
    query = query.group_by(Organisation.id, Organisation.label, Organisation.sector)
    query = query.order_by(func.count().desc(), Organisation.id).limit(MOST_ORGANISATIONS)
    return [Kept._make(row) for row in db.session.execute(query)]


def kept_by_day(scope: Scope) -> dict[date, tuple[int, int]]:
    """Return the commitments met on time, and all that were met, by day, for a trend of `MONTHS`."""
    window = Window(first_of_month(scope.today, MONTHS + 1), scope.today)
    known = [Commitment.ended_at <= scope.now] if scope.is_past else []
    rows = db.session.execute(indicators.kept_by_day(window, *scope.commitments(), *known))
    return {day: (on_time, every) for day, on_time, every in rows}


def decided(scope: Scope, window: Window) -> tuple[Durations, Durations]:
    """Return the commitments of decisions in a window by days: (met, open), and the same of the window before."""
    now: Durations = ([], [])
    before: Durations = ([], [])
    rows = indicators.decided(window, scope.then, scope.now, *scope.commitments())
    for days, is_met, number, lately in db.session.execute(rows):
        place = 0 if is_met else 1
        now[place].append((int(days), int(lately)))
        before[place].append((int(days), number - int(lately)))
    return _some(now), _some(before)


def _some(found: Durations) -> Durations:
    met, waiting = ([(days, number) for days, number in one if number] for one in found)
    return met, waiting


def stored(scope: Scope) -> dict[date, Counts]:
    """Return the daily counts at the end of the window before, and at the ends of the months of the trend."""
    days = {scope.window.before.last, *month_ends(scope.today, MONTHS)[:-1]}
    return counts_on(days, scope.person, *scope.stored())


def open_in_circles(scope: Scope, most: int) -> list[OpenCounts]:
    """Return the open commitments of `most` forums and agreements, those with most late and blocked ones first."""
    late = scope.then.is_late
    blocked, submitted = ~late & scope.then.is_blocked, scope.then.is_submitted
    counts = [indicators.how_many(one) for one in (late, blocked, submitted, ~late & ~blocked & ~submitted)]
    query = select(Circle.name, *counts).join(Circle, Circle.id == Commitment.circle_id)
    query = query.where(scope.then.is_open, *scope.commitments()).group_by(Circle.id, Circle.name)
    query = query.order_by((counts[0] + counts[1]).desc(), func.count().desc(), Circle.id).limit(most)
    return [OpenCounts._make(row) for row in db.session.execute(query)]


def late(scope: Scope) -> Sequence[LateOne]:
    """Return the commitments that are late longest."""
    due = scope.then.due.label("due")
    query = select(Commitment.id, Commitment.code, Commitment.title, Organisation.label, due)
    query = query.join(Organisation, Organisation.id == Commitment.responsible_id)
    query = query.where(scope.then.is_late, *scope.commitments())
    rows = db.session.execute(query.order_by(due, Commitment.code).limit(MOST_LATE))
    return [LateOne._make(row) for row in rows]


def turnout(scope: Scope) -> list[Turnout]:
    """Return the attendance at the sessions of the window and of the one before, by forum and sector."""
    return [
        Turnout._make(row) for row in db.session.execute(indicators.attended(scope.window, scope.then, *scope.seats()))
    ]


def ahead(scope: Scope) -> list[Due]:
    """Return the due dates of open commitments in the next `AHEAD` days, by date."""
    last, due = scope.today + timedelta(days=AHEAD), scope.then.due
    query = select(due.label("due"), Commitment.title, Organisation.sector, Commitment.id)
    query = query.join(Organisation, Organisation.id == Commitment.responsible_id)
    query = query.where(scope.then.is_open, due.between(scope.today, last), *scope.commitments())
    query = query.order_by(due, Commitment.code).limit(MOST_AHEAD)
    return [Due._make(row) for row in db.session.execute(query)]


def ending(scope: Scope) -> Sequence[Agreement]:
    """Return the agreements in force that end in the `AHEAD` days after the window, by their present end."""
    last = scope.today + timedelta(days=AHEAD)
    query = select(Agreement).where(Agreement.stage == Stage.SIGNED, *scope.agreements())
    query = query.where(Agreement.expires_on.between(scope.today, last))
    return db.session.scalars(query.order_by(Agreement.expires_on, Agreement.id).limit(MOST_LATE)).unique().all()
