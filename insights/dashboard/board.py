"""What the dashboard shows of a scope, as plain numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from agreements.registry.models import Agreement
from app.organisations.models import Sector
from insights.dashboard import judged, queries
from insights.dashboard.labels import is_counted
from insights.dashboard.queries import MONTHS, MOST_CIRCLES, Due, Kept, LateOne, OpenCounts, Proposals, Turnout
from insights.dashboard.rows import Key
from insights.dashboard.scope import Scope
from insights.indicators.rules import Month, Share, Step, Window, balance, half_done, on_time, survival, trend

YEAR = 365


class Days(NamedTuple):
    """A duration in whole days in the window and in the one before; None where nothing was counted."""

    now: int | None
    before: int | None
    number: int


class SectorRow(NamedTuple):
    """Seats of a sector that were called and came, and its share of each in per cent."""

    sector: Sector
    called: int
    came: int
    called_share: int
    came_share: int

    @property
    def gap(self) -> int:
        """Return by how many points its share of those that came differs from its share of those called."""
        return self.came_share - self.called_share


class ForumRow(NamedTuple):
    """Attendance at the sessions of a forum."""

    forum_id: UUID
    slug: str
    name: str
    sessions: int
    share: Share


@dataclass(frozen=True, slots=True)
class Board:
    """The indicators of a scope."""

    on_time: Share
    on_time_before: Share | None
    """None if what was overdue then is not stored."""
    late: Share
    late_before: Share | None
    """None if it is not stored, as for `on_time_before`."""
    longest_late: int
    blocked: int
    stuck: int
    """The open commitments that are late, blocked or both."""
    minutes: Days
    verification: Days
    done: Days
    attendance: Share
    attendance_before: Share
    balance: float | None
    months: list[Month]
    survival: list[Step]
    survival_before: list[Step]
    open_in: list[OpenCounts]
    late_ones: Sequence[LateOne]
    sectors: list[SectorRow]
    forums: list[ForumRow]
    ahead: list[Due]
    ending: Sequence[Agreement]
    shares: dict[Key, tuple[Share, Share]]
    """Further indicators in the window and in the one before."""
    proposals: list[Proposals]
    organisations: list[Kept]

    @property
    def open_total(self) -> int:
        """Return the number of open commitments."""
        return self.late.whole

    def of_agenda(self, row: Proposals) -> Share:
        """Return the share of all proposed items that a sector proposed."""
        return Share(row.proposed, sum(one.proposed for one in self.proposals))


def months_of(scope: Scope, overdue: int) -> list[Month]:
    """Return what was on time over the months, in two statements; `overdue` commitments are owed past that date now."""
    stored = {day: counts.overdue for day, counts in queries.stored(scope).items()}
    return _months(scope, stored | {scope.today: overdue})


def _months(scope: Scope, overdue: Mapping[date, int]) -> list[Month]:
    return trend(queries.kept_by_day(scope), scope.today, MONTHS, overdue)


def board_of(scope: Scope, circles: int = MOST_CIRCLES) -> Board:
    """Return the dashboard of a scope, in a constant number of statements, with `circles` forums and agreements."""
    row, stored = queries.counted(scope), queries.stored(scope)
    then = stored.get(scope.window.before.last)
    overdue = {day: counts.overdue for day, counts in stored.items()} | {scope.today: row.overdue}
    (done, waiting), earlier = queries.decided(scope, Window.ending(scope.today, YEAR))
    steps, before = survival(done, waiting), survival(*earlier)
    came = queries.turnout(scope)
    sectors = sector_rows(came)
    return Board(
        on_time=on_time(row.on_time or 0, row.kept or 0, row.overdue),
        on_time_before=on_time(row.on_time_before or 0, row.kept_before or 0, then.overdue) if then else None,
        late=Share(row.late or 0, row.open or 0),
        late_before=Share(then.late, then.open) if then else None,
        longest_late=(scope.today - row.oldest_due).days if row.oldest_due else 0,
        blocked=row.blocked or 0,
        stuck=row.stuck or 0,
        minutes=Days(_whole(row.minutes_days), _whole(row.minutes_days_before), row.minutes or 0),
        verification=Days(_whole(row.verification_days), _whole(row.verification_days_before), row.verdicts or 0),
        done=Days(half_done(steps), half_done(before), sum(number for _days, number in (*done, *waiting))),
        attendance=_attended(came),
        attendance_before=Share(sum(one.came_before for one in came), sum(one.called_before for one in came)),
        balance=balance(
            {one.sector.value: one.came for one in sectors}, {one.sector.value: one.called for one in sectors}
        ),
        months=_months(scope, overdue),
        survival=steps,
        survival_before=before,
        open_in=queries.open_in_circles(scope, circles),
        late_ones=queries.late(scope),
        sectors=sectors,
        forums=forum_rows(came),
        ahead=queries.ahead(scope),
        ending=queries.ending(scope),
        shares=queries.shares(scope) | _judged(scope),
        proposals=queries.proposals(scope),
        organisations=[] if scope.organisation else queries.by_organisation(scope),
    )


def _judged(scope: Scope) -> dict[Key, tuple[Share, Share]]:
    """Return the indicators that rules evaluate; roles have no value before, and none on a past day."""
    both = judged.noticed(scope, Window(scope.window.before.first, scope.window.last))
    now, before = ([row for row in both if row.at in one] for one in (scope.window, scope.window.before))
    found = {Key.NOTICE: (judged.share(now), judged.share(before))}
    if is_counted(Key.ROLES, scope):
        found[Key.ROLES] = judged.share(judged.roles(scope, scope.window)), Share(0, 0)
    return found


def sector_rows(rows: Sequence[Turnout]) -> list[SectorRow]:
    """Return the attendance by sector, in the order of sectors."""
    called: Counter[Sector] = Counter()
    came: Counter[Sector] = Counter()
    for row in rows:
        called[row.sector] += row.called
        came[row.sector] += row.came
    every, there = called.total(), came.total()
    return [
        SectorRow(one, called[one], came[one], _percent(called[one], every), _percent(came[one], there))
        for one in Sector
        if called[one]
    ]


def forum_rows(rows: Sequence[Turnout]) -> list[ForumRow]:
    """Return the attendance by forum, the best attended first."""
    found: dict[UUID, list[Turnout]] = {}
    for row in rows:
        found.setdefault(row.forum_id, []).append(row)
    made = [ForumRow(key, some[0].slug, some[0].name, some[0].sessions, _attended(some)) for key, some in found.items()]
    made = [one for one in made if one.share.whole]
    return sorted(made, key=lambda one: (-one.share.part / one.share.whole, str(one.forum_id)))


def _attended(rows: Sequence[Turnout]) -> Share:
    return Share(sum(one.came for one in rows), sum(one.called for one in rows))


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def _whole(value: Any) -> int | None:
    return None if value is None else round(value)
