"""Queries for regulations; what belongs to circles is left out for those who may not read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from agreements.registry.models import Agreement
from agreements.registry.queries import readable_whole
from alignment.barriers.models import Barrier, BarrierEffect
from alignment.regulations.models import (
    Regulation,
    RegulationRelation,
    ReviewMark,
    Revision,
)
from alignment.regulations.rules import ENDED, Level, RelationKind, RevisionStage, citation
from alignment.services.models import Service
from app.accounts.models import Person
from app.circles.queries import knows_of
from app.database import db
from app.web.pagination import Paged, contains, in_pages, paged
from commitments.registry.models import Commitment
from commitments.registry.queries import visible_to

MOST = 1_000
"""Maximum number of regulations that a form offers."""
MOST_EXPORTED = 10_000
SEARCHED = (Regulation.number, Regulation.title, Regulation.subject)


def for_act(regulation_id: UUID) -> Regulation | None:
    """Return a regulation with its issuer and file, or None."""
    return db.session.get(
        Regulation, regulation_id, options=[joinedload(Regulation.issuing), joinedload(Regulation.file)]
    )


def revision_for_act(revision_id: UUID) -> Revision | None:
    """Return a revision with its regulation, holder and steps, or None."""
    loaded = joinedload(Revision.regulation), joinedload(Revision.holder), selectinload(Revision.steps)
    return db.session.get(Revision, revision_id, options=loaded)


def lock(*ids: UUID) -> None:
    """Lock regulations, in the same order in every transaction."""
    query = select(Regulation.id).where(Regulation.id.in_(ids)).order_by(Regulation.id)
    db.session.execute(query.with_for_update()).all()


def exists_already(level: Level, number: str, year: int, *, besides: UUID | None) -> bool:
    """Whether another regulation than `besides` has this number."""
    same = func.lower(Regulation.number) == number.lower()
    query = select(Regulation.id).where(Regulation.level == level, same, Regulation.year == year)
    return any(one != besides for one in db.session.scalars(query))


def choices() -> list[tuple[str, str]]:
    """Return the id and the name of every regulation, the highest level first."""
    shown = select(Regulation.id, Regulation.level, Regulation.number, Regulation.year, Regulation.title)
    rows = db.session.execute(shown.order_by(*_in_order()).limit(MOST))
    return [(str(row.id), f"{citation(row.level, row.number, row.year)} {row.title}"[:200]) for row in rows]


def blocked(reader: Person, today: date) -> Select[Any]:
    """Select what open barriers hinder that name a regulation, as far as `reader` may know of both."""
    known = or_(Barrier.circle_id.is_(None), knows_of(Barrier.circle_id, reader, today))
    commitments = select(Commitment.id).where(visible_to(reader, today)).correlate(None)
    agreements = select(Agreement.id).where(readable_whole(reader, today)).correlate(None)
    services = select(Service.id).where(Service.archived_at.is_(None)).correlate(None)
    shown = or_(
        BarrierEffect.service_id.in_(services),
        BarrierEffect.commitment_id.in_(commitments),
        BarrierEffect.agreement_id.in_(agreements),
    )
    query = select(BarrierEffect.id).join(Barrier, Barrier.id == BarrierEffect.barrier_id)
    return query.where(Barrier.regulation_id.is_not(None), Barrier.resolved_on.is_(None), known, shown)


def count_blocked(reader: Person, today: date) -> ColumnElement[int]:
    """Return the number of services, commitments and agreements that a regulation blocks, for a list of regulations."""
    own = blocked(reader, today).where(Barrier.regulation_id == Regulation.id)
    return own.with_only_columns(func.count()).correlate(Regulation).scalar_subquery()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filters of the list, from the URL."""

    text: str = ""
    level: Level | None = None
    marked: bool = False
    revising: bool = False
    blocks: bool = False
    order: str = "level"


class RegulationRow(NamedTuple):
    """A row of the list."""

    id: UUID
    level: Level
    number: str
    year: int
    title: str
    subject: str
    issuer: str
    repealed_on: date | None
    blocks: int
    marked_at: Any
    stage: RevisionStage | None

    @property
    def citation(self) -> str:
        """Return how it is cited in short."""
        return citation(self.level, self.number, self.year)

    def is_repealed(self, today: date) -> bool:
        """Return whether it was repealed by `today`."""
        return self.repealed_on is not None and self.repealed_on <= today


def _in_order() -> tuple[Any, ...]:
    places = {level.value: place for place, level in enumerate(Level)}
    return case(places, value=Regulation.level), Regulation.year.desc(), Regulation.number, Regulation.id


ORDERS: Mapping[str, Any] = {"year": Regulation.year, "title": func.lower(Regulation.title)}
"""The columns by which the list can be sorted, descending with a minus sign."""


def found(reader: Person, filters: Filters, today: date) -> Select[Regulation]:
    """Select the regulations that match, the highest level first."""
    query = select(Regulation)
    for word in filters.text.lower().replace("/", " ").split():
        texts = [column.ilike(contains(word), escape="\\") for column in SEARCHED]
        years = [Regulation.year == int(word)] if word.isdecimal() and len(word) == 4 else []
        levels = [one for one in Level if citation(one, "", 0).partition(" ")[0].lower() == word]
        query = query.where(or_(*texts, *years, Regulation.level.in_(levels)))
    if filters.level:
        query = query.where(Regulation.level == filters.level)
    if filters.marked:
        query = query.where(Regulation.id.in_(select(ReviewMark.regulation_id).where(ReviewMark.lifted_at.is_(None))))
    if filters.revising:
        query = query.where(Regulation.id.in_(select(Revision.regulation_id).where(IS_OPEN)))
    if filters.blocks:
        query = query.where(Regulation.id.in_(blocked(reader, today).with_only_columns(Barrier.regulation_id)))
    key = ORDERS.get(filters.order.removeprefix("-"))
    first = () if key is None else (key.desc() if filters.order.startswith("-") else key,)
    return query.order_by(*first, *_in_order())


IS_OPEN = Revision.stage.not_in(ENDED)
"""Condition that a revision goes on."""


def _columns(reader: Person, today: date) -> tuple[Any, ...]:
    marked = select(func.max(ReviewMark.at)).where(ReviewMark.lifted_at.is_(None))
    stage = select(Revision.stage).where(Revision.regulation_id == Regulation.id, IS_OPEN).limit(1)
    own = (getattr(Regulation, name) for name in RegulationRow._fields[:8])
    return (
        *own,
        count_blocked(reader, today),
        marked.where(ReviewMark.regulation_id == Regulation.id).correlate(Regulation).scalar_subquery(),
        stage.correlate(Regulation).scalar_subquery(),
    )


def listed(reader: Person, filters: Filters, today: date) -> Paged[RegulationRow]:
    """Return the page of the list requested by the URL, in one statement."""
    return paged(RegulationRow._make, in_pages(found(reader, filters, today), *_columns(reader, today)))


def exported(reader: Person, filters: Filters, today: date) -> list[RegulationRow]:
    """Return all regulations that match, as the list shows them."""
    query = found(reader, filters, today).with_only_columns(*_columns(reader, today), maintain_column_froms=True)
    return [RegulationRow._make(row) for row in db.session.execute(query.limit(MOST_EXPORTED))]


class Related(NamedTuple):
    """A regulation that another one is related to. `outward`: the relation is that of the other one to it."""

    relation_id: UUID
    kind: RelationKind
    outward: bool
    id: UUID
    level: Level
    number: str
    year: int
    title: str
    repealed_on: date | None

    @property
    def citation(self) -> str:
        """Return how it is cited in short."""
        return citation(self.level, self.number, self.year)


def related(regulation_id: UUID) -> list[Related]:
    """Return the regulations that one is related to, the highest level first."""
    outward = RegulationRelation.from_id == regulation_id
    other = and_(
        Regulation.id.in_([RegulationRelation.from_id, RegulationRelation.to_id]), Regulation.id != regulation_id
    )
    shown = (getattr(Regulation, name) for name in Related._fields[3:])
    query = select(RegulationRelation.id, RegulationRelation.kind, outward, *shown).join(Regulation, other)
    query = query.where(or_(outward, RegulationRelation.to_id == regulation_id)).order_by(*_in_order())
    return [Related._make([*row[:2], bool(row[2]), *row[3:]]) for row in db.session.execute(query)]


def relation(regulation_id: UUID, relation_id: UUID) -> RegulationRelation | None:
    """Return a relation of a regulation to an earlier one, or None."""
    query = select(RegulationRelation).where(RegulationRelation.id == relation_id)
    return db.session.scalar(query.where(RegulationRelation.from_id == regulation_id))


def edges(kind: RelationKind) -> dict[UUID, list[UUID]]:
    """Return the earlier regulations that each one has this relation to."""
    pairs = select(RegulationRelation.from_id, RegulationRelation.to_id).where(RegulationRelation.kind == kind)
    found: dict[UUID, list[UUID]] = {}
    for newer, older in db.session.execute(pairs):
        found.setdefault(newer, []).append(older)
    return found


class MarkRow(NamedTuple):
    """A mark for review with who set it, and who lifted it."""

    reason: str
    at: Any
    by_name: str
    lifted_at: Any
    lifted_reason: str


def marks(regulation_id: UUID) -> list[MarkRow]:
    """Return the marks of a regulation, the latest first."""
    shown = (ReviewMark.reason, ReviewMark.at, Person.name, ReviewMark.lifted_at, ReviewMark.lifted_reason)
    query = select(*shown).join(Person, Person.id == ReviewMark.by_id).where(ReviewMark.regulation_id == regulation_id)
    return [MarkRow._make(row) for row in db.session.execute(query.order_by(ReviewMark.at.desc(), ReviewMark.id))]


def standing_mark(regulation_id: UUID) -> ReviewMark | None:
    """Return the mark that stands on a regulation, or None."""
    query = select(ReviewMark).where(ReviewMark.regulation_id == regulation_id, ReviewMark.lifted_at.is_(None))
    return db.session.scalar(query.limit(1))


def revisions(regulation_id: UUID) -> Sequence[Revision]:
    """Return the revisions of a regulation with their steps, the latest first."""
    query = select(Revision).where(Revision.regulation_id == regulation_id)
    query = query.options(joinedload(Revision.holder), selectinload(Revision.steps))
    return db.session.scalars(query.order_by(Revision.created_at.desc(), Revision.id)).all()


def open_revisions() -> Sequence[Revision]:
    """Return all revisions that go on, with their regulations, holders and steps."""
    loaded = joinedload(Revision.regulation), joinedload(Revision.holder), selectinload(Revision.steps)
    query = select(Revision).where(IS_OPEN).options(*loaded)
    return db.session.scalars(query.order_by(Revision.created_at, Revision.id).limit(MOST)).all()
