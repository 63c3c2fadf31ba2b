"""What the pages of regulations show: the filters of the list, and all about one regulation for its reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alignment.regulations import links, queries
from alignment.regulations.links import Blocked, CarryingRow, CircleRow, DecisionRow, ExchangeRow, ItemRow
from alignment.regulations.models import Regulation, Revision
from alignment.regulations.queries import ORDERS, Filters, MarkRow, Related
from alignment.regulations.rules import ENDED, Level, Point, RelationKind, late_step, line_of
from app.accounts.models import Person
from app.web.arguments import member_of

PARAMETERS = ("q", "level", "marked", "revising", "blocks", "sort")
"""The parameters of the address of the list that a saved view keeps."""


def chosen(query: Mapping[str, str]) -> Filters:
    """Return the filters in a query string; invalid values are ignored."""
    order = query.get("sort", "")
    return Filters(
        text=query.get("q", "").strip()[:100],
        level=member_of(Level, query.get("level")),
        marked="marked" in query,
        revising="revising" in query,
        blocks="blocks" in query,
        order=order if order.removeprefix("-") in ORDERS else "level",
    )


@dataclass(frozen=True, slots=True)
class RevisionSheet:
    """A revision with its stages, and the commitments that carry it forward."""

    revision: Revision
    points: Sequence[Point]
    commitments: Sequence[CarryingRow]
    late: Point | None

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self.revision.stage not in ENDED

    @property
    def days(self) -> int:
        """The days in the present stage."""
        return next((point.days for point in self.points if point.is_now), 0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All about a regulation that its reader may know."""

    regulation: Regulation
    is_repealed: bool
    related: Sequence[Related]
    marks: Sequence[MarkRow]
    revisions: Sequence[RevisionSheet]
    blocked: Sequence[Blocked]
    items: Sequence[ItemRow]
    decisions: Sequence[DecisionRow]
    circles: Sequence[CircleRow]
    exchanges: Sequence[ExchangeRow]
    kinds = tuple(RelationKind)

    @property
    def mark(self) -> MarkRow | None:
        """The mark that stands, or None."""
        return next((one for one in self.marks if one.lifted_at is None), None)

    @property
    def going(self) -> RevisionSheet | None:
        """The revision that goes on, or None."""
        return next((one for one in self.revisions if one.is_open), None)

    @property
    def past(self) -> list[RevisionSheet]:
        """The revisions that are over, the latest first."""
        return [one for one in self.revisions if not one.is_open]

    def of(self, kind: RelationKind, *, outward: bool) -> list[Related]:
        """The regulations of one relation."""
        return [one for one in self.related if one.kind is kind and one.outward is outward]


def of(regulation: Regulation, reader: Person, today: date) -> Sheet:
    """Return all about a regulation that `reader` may know, in a constant number of statements."""
    known = queries.revisions(regulation.id)
    carrying = links.carrying([one.id for one in known], reader, today)
    return Sheet(
        regulation=regulation,
        is_repealed=regulation.is_repealed(today),
        related=queries.related(regulation.id),
        marks=queries.marks(regulation.id),
        revisions=[revision_sheet(one, carrying, today) for one in known],
        blocked=links.blocked_by(regulation.id, reader, today),
        items=links.discussed_in(regulation.id, reader, today),
        decisions=links.decided_in(regulation.id, reader, today),
        circles=links.works_under(regulation.id, reader, today),
        exchanges=links.exchanges_under(regulation.id),
    )


def revision_sheet(revision: Revision, carrying: Sequence[CarryingRow], today: date) -> RevisionSheet:
    """Return a revision, loaded with its steps, with its stages and those of the commitments that are its own."""
    dates = {step.stage: (step.entered_on, step.planned_on) for step in revision.steps}
    points = line_of(revision.stage, dates, today)
    own = [one for one in carrying if one.revision_id == revision.id]
    late = late_step(points, today) if revision.stage not in ENDED else None
    return RevisionSheet(revision, points, own, late)
