"""Search itself: what of every kind of thing contains a text and may be read, counted and in pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import current_app
from sqlalchemy import Select, func, literal, literal_column, select, union_all

from app.accounts.models import Person
from app.api.cursors import cut
from app.clock import today
from app.database import db
from app.web import panels
from app.web.pagination import COUNTED, SIZE

FIRST = 8
"""How many of each kind stand on the page of all kinds."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is found of one kind. `total` stops at `COUNTED`, and `capped` says so."""

    lookup: panels.Lookup
    query: Select[Any]
    total: int = 0
    capped: bool = False
    hits: tuple[panels.Hit, ...] = ()

    @property
    def kind(self) -> str:
        """The name of the kind in addresses."""
        return self.lookup.kind

    @property
    def label(self) -> Any:
        """What many of the kind are called."""
        return self.lookup.label

    @property
    def more(self) -> bool:
        """Whether there are others than `hits`."""
        return self.capped or self.total > len(self.hits)


def kinds(person: Person) -> list[panels.Lookup]:
    """Return the kinds of things that a person may search, in order."""
    return [one for one in panels.registry(current_app).searches if one.may(person)]


def count(person: Person, text: str) -> list[Found]:
    """Return of each kind how many contain `text` and may be read by `person`, counted in one statement."""
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
    """Return those of which there are any, with the first hits; one or two statements for each."""
    return [replace(one, hits=tuple(one.lookup.hits(one.query.limit(FIRST), person))) for one in found if one.total]


def page(found: Found, person: Person, number: int) -> tuple[list[panels.Hit], bool]:
    """Return the hits of a page, from 1, and whether there is another one."""
    hits = found.lookup.hits(found.query.limit(SIZE + 1).offset((number - 1) * SIZE), person)
    return hits[:SIZE], len(hits) > SIZE


def after(found: Found, person: Person, cursor: str | None, limit: int) -> tuple[list[panels.Hit], str | None]:
    """Return the hits behind a cursor, and the next cursor. Raises Unacceptable for a cursor of another list."""
    lookup = found.lookup
    rows = cut(found.query, lookup.keys, descending=lookup.descending, after=cursor, limit=limit)
    model = lookup.keys[0].class_
    chosen = select(model).where(model.id.in_([row.id for row in rows.rows]))
    ordered = chosen.order_by(*(key.desc() if lookup.descending else key for key in lookup.keys))
    return lookup.hits(ordered, person), rows.next


def _counted(place: int, query: Select[Any]) -> Select[int, int]:
    few: Select[Any] = query.with_only_columns(literal_column("1"), maintain_column_froms=True).order_by(None)
    counted = select(literal(place).label("place"), func.count().label("total"))
    return counted.select_from(few.limit(COUNTED + 1).subquery())
