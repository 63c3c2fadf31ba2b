"""What the page of all services shows: coverage, growth, squares by agency, the roadmap, and the list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from alignment.barriers.models import BarrierEffect
from alignment.services import queries
from alignment.services.growth import growth_chart
from alignment.services.labels import quarter_name
from alignment.services.models import DataExchange, RoadmapStep
from alignment.services.queries import Line
from alignment.services.rules import (
    Coverage,
    Integration,
    Point,
    Quarter,
    coverage,
    growth,
    placed,
    quarter_of,
)
from app.accounts.models import Person
from app.charts.specs import Spec
from app.web.arguments import member_of, uuid_of

COLUMNS = 5
"""Quarters of the roadmap, from the current one."""
MOST_ON_ROAD = 12
"""Maximum number of services on the roadmap."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of services is narrowed to; every field comes from the query string."""

    blocked: bool = False
    without_budget: bool = False
    archived: bool = False
    status: Integration | None = None
    owner: UUID | None = None

    @classmethod
    def of(cls, args: MultiDict[str, str]) -> Filters:
        """Return the filters of a query string; what cannot be read is left out."""
        return cls(
            blocked=args.get("blocked") == "1",
            without_budget=args.get("budget") == "none",
            archived=args.get("archived") == "1",
            status=member_of(Integration, args.get("status")),
            owner=uuid_of(args.get("owner")),
        )

    def let(self, line: Line) -> bool:
        """Whether a service is in the list."""
        return (
            bool(line.archived_at) is self.archived
            and (line.blocked or not self.blocked)
            and (line.lacks_budget or not self.without_budget)
            and self.status in {None, line.status}
            and self.owner in {None, line.owner_id}
        )


class Agency(NamedTuple):
    """The services of an organisation, the most integrated ones first."""

    id: UUID
    name: str
    lines: Sequence[Line]

    @property
    def integrated(self) -> int:
        """How many are integrated."""
        return sum(not one.is_open for one in self.lines)

    def count(self, status: Integration) -> int:
        """Return how many have a status."""
        return sum(one.status is status for one in self.lines)


class Cell(NamedTuple):
    """A part of a row of the roadmap: a step over `span` quarters, the target, or nothing."""

    span: int
    quarters: str
    bars: Sequence[tuple[str, str, str]]
    """Each with its kind (go, late, hold, end or none), its text, and a note on it."""


class Road(NamedTuple):
    """A service on the roadmap."""

    line: Line
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Board:
    """All services that count, as of a day."""

    lines: Sequence[Line]
    coverage: Coverage
    before: Coverage
    points: Sequence[Point]
    agencies: Sequence[Agency]
    overdue: int
    """Services whose target passed."""

    @property
    def owners(self) -> list[tuple[str, str]]:
        """The id and name of each agency, by name."""
        return sorted(((str(one.id), one.name) for one in self.agencies), key=lambda one: one[1].lower())

    @property
    def gained(self) -> int:
        """How many more are integrated than at the end of the previous quarter."""
        return self.coverage.integrated - self.before.integrated

    @property
    def weakest(self) -> Agency | None:
        """The agency with most services that are not integrated, if there are at least two agencies."""
        open_ones = [one for one in self.agencies if one.integrated < len(one.lines)]
        if len(self.agencies) < 2 or not open_ones:
            return None
        return max(open_ones, key=lambda one: (len(one.lines) - one.integrated, -one.integrated))


def board_of(lines: Sequence[Line], today: date) -> Board:
    """Return what stands above the list, from all services and their history."""
    used = [one for one in lines if not one.archived_at]
    now = quarter_of(today)
    history = list(queries.entries().values())
    targets = [quarter_of(one.target) for one in used if one.is_open and one.target]
    return Board(
        lines=used,
        coverage=coverage(history, today),
        before=coverage(history, now.plus(-1).last),
        points=growth(history, targets, today),
        agencies=agencies_of(used),
        overdue=sum(target < now for target in targets),
    )


def agencies_of(lines: Sequence[Line]) -> list[Agency]:
    """Return services by agency, those with most services first."""
    order = list(Integration)
    found: dict[UUID, list[Line]] = {}
    for one in lines:
        found.setdefault(one.owner_id, []).append(one)
    made = [
        Agency(owner_id, owned[0].owner, sorted(owned, key=lambda one: order.index(one.status)))
        for owner_id, owned in found.items()
    ]
    return sorted(made, key=lambda one: -len(one.lines))


def listed(lines: Sequence[Line], filters: Filters) -> list[Line]:
    """Return the services of the list: blocked ones first, then by target, integrated ones last."""
    return sorted(
        (one for one in lines if filters.let(one)),
        key=lambda one: (not one.blocked, not one.is_open, one.target or date.max),
    )


def roads_of(lines: Sequence[Line], today: date) -> list[Road]:
    """Return the roadmap of the services that come next by their target or steps: `MOST_ON_ROAD` at most."""
    now = quarter_of(today)
    open_ones = {one.id: one for one in lines if one.is_open and not one.archived_at}
    steps = queries.steps_of(open_ones)
    on_road = [one for one in open_ones.values() if steps.get(one.id) or one.target]
    on_road.sort(key=lambda one: one.target or date.max)
    roads = (Road(one, cells_of(one, steps.get(one.id, ()), now)) for one in on_road)
    return list(islice((one for one in roads if any(cell.bars for cell in one.cells)), MOST_ON_ROAD))


def cells_of(line: Line, steps: Collection[RoadmapStep], now: Quarter) -> list[Cell]:
    """Return the cells of a row: runs of quarters with the same steps are one cell, as are those with none."""
    inside: list[list[tuple[str, str, str]]] = [[] for _number in range(COLUMNS)]
    for step in steps:
        begins, ends = quarter_of(step.begins), quarter_of(step.ends)
        late = ends < now and not step.done_on
        place = placed(now if late else begins, now if late else ends, now, COLUMNS)
        if place and not step.done_on:
            bar = (_kind(step, begins, now, late=late), step.text, _note(step, ends, late=late))
            for column in range(place[0], sum(place)):
                inside[column].append(bar)
    if line.target and (place := placed(quarter_of(line.target), quarter_of(line.target), now, COLUMNS)):
        inside[place[0]].append(("end", _("Integrated"), ""))
    return _joined(inside, now)


def _kind(step: RoadmapStep, begins: Quarter, now: Quarter, *, late: bool) -> str:
    if step.waits_for_id:
        return "hold"
    return "late" if late else "go" if begins <= now else ""


def _note(step: RoadmapStep, ends: Quarter, *, late: bool) -> str:
    if step.waits_for:
        return _("waits for %(name)s", name=step.waits_for.label)
    return _("was to end in %(quarter)s", quarter=quarter_name(ends)) if late else ""


def _joined(inside: Sequence[Sequence[tuple[str, str, str]]], now: Quarter) -> list[Cell]:
    cells: list[Cell] = []
    start = 0
    for column in range(1, COLUMNS + 1):
        if column == COLUMNS or inside[column] != inside[start]:
            first, last = quarter_name(now.plus(start)), quarter_name(now.plus(column - 1))
            cells.append(Cell(column - start, first if first == last else f"{first} – {last}", inside[start]))
            start = column
    return cells


def headings(today: date) -> list[str]:
    """Return the names of the quarters of the roadmap."""
    now = quarter_of(today)
    return [quarter_name(now.plus(step)) for step in range(COLUMNS)]


def drawing_of(board: Board) -> tuple[str, Spec, Spec]:
    """Return the title of the chart of growth, and its specifications for wide and slim places."""
    reached = board.points[-1].integrated
    gained = reached - board.coverage.integrated
    title = ngettext(
        "Targets bring %(num)d more within a year: %(reached)s of %(all)s",
        "Targets bring %(num)d more within a year: %(reached)s of %(all)s",
        gained,
        reached=reached,
        all=board.coverage.total,
    )
    if not gained:
        title = _("No target falls into the coming four quarters")
    told = ", ".join(f"{quarter_name(one.quarter)}: {one.integrated}" for one in board.points)
    words = _("Integrated services at the end of each quarter, the last four as planned: %(told)s", told=told)
    return title, growth_chart(words, board.points, 460), growth_chart(words, board.points, 326)


Exchanges = Mapping[UUID, Sequence[DataExchange]]
Effects = Mapping[UUID, Sequence[BarrierEffect]]


def beside(lines: Sequence[Line], reader: Person, today: date) -> tuple[Exchanges, Effects]:
    """Return the data exchanges and the open barriers of services, by service."""
    ids = [one.id for one in lines]
    return queries.exchanges_of(ids), queries.effects_on(ids, reader, today)
