"""Search across all kinds of objects that a person may read: counts, first results and pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import current_app
from sqlalchemy import Select, func, literal, literal_column, select, union_all

from app.accounts.models import Person
from app.clock import today
from app.database import db
from app.web import panels
from app.web.pagination import COUNTED, SIZE

FIRST = 8
"""How many results of each kind the overview page shows."""


@dataclass(frozen=True, slots=True)
class Found:
    """The search results of one kind. `total` is at most `COUNTED`; `capped` is true if there are more."""

    lookup: panels.Lookup
    query: Select[Any]
    total: int = 0
    capped: bool = False
    hits: tuple[panels.Hit, ...] = ()

    @property
    def kind(self) -> str:
        """The name of the kind in URLs."""
        return self.lookup.kind

    @property
    def label(self) -> Any:
        """The plural name of the kind."""
        return self.lookup.label

    @property
    def more(self) -> bool:
        """Whether there are results beyond `hits`."""
        return self.capped or self.total > len(self.hits)


def kinds(person: Person) -> list[panels.Lookup]:
    """Return the kinds of objects that a person may search, in order."""
    return [one for one in panels.registry(current_app).searches if one.may(person)]


def count(person: Person, text: str) -> list[Found]:
    """Return for each kind how many objects contain `text` and may be read by `person`, counted in one statement."""
    found = [Found(one, one.find(person, text, today())) for one in kinds(person)]
    if not found:
        return []
    rows = union_all(*(_counted(place, one.query) for place, one in enumerate(found)))
    totals = {row.place: row.total for row in db.session.execute(rows)}
    return [
        replace(one, total=min(totals[place], COUNTED), capped=totals[place] > COUNTED)
        for place, one in enumerate(found)
    ]


def first(found: Sequence[Found], person: Person) -> list[Found]:
    """Return the kinds that have results, with their first hits; executes one or two statements for each."""
    return [replace(one, hits=tuple(one.lookup.hits(one.query.limit(FIRST), person))) for one in found if one.total]


def page(found: Found, person: Person, number: int) -> tuple[list[panels.Hit], bool]:
    """Return the hits on page `number`, counted from 1, and whether there is a next page."""
    hits = found.lookup.hits(found.query.limit(SIZE + 1).offset((number - 1) * SIZE), person)
    return hits[:SIZE], len(hits) > SIZE


def _counted(place: int, query: Select[Any]) -> Select[int, int]:
    few: Select[Any] = query.with_only_columns(literal_column("1"), maintain_column_froms=True).order_by(None)
    counted = select(literal(place).label("place"), func.count().label("total"))
    return counted.select_from(few.limit(COUNTED + 1).subquery())
