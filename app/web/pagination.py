"""Lists in pages of 25: counted to a thousand, then "1.000+"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request
from sqlalchemy import Select, func, literal_column, select

from app.database import db

SIZE = 25
COUNTED = 1_000
DEEPEST = 400
"""The last page that can be asked for by number; further down, filters are the better way."""

L = TypeVar("L")


@dataclass(frozen=True, slots=True)
class Paged(Generic[L]):
    """One page of a list. `total` stops at `COUNTED`, and `capped` says so."""

    rows: tuple[L, ...]
    number: int
    total: int
    capped: bool
    more: bool

    @property
    def first(self) -> int:
        """The position of the first row, from 1."""
        return (self.number - 1) * SIZE + 1

    @property
    def last(self) -> int:
        """The position of the last row."""
        return self.first + len(self.rows) - 1


def in_pages(query: Select[Any], *columns: Any) -> Select[Any]:
    """Return the statement of the page that ?page= asks for: the total, then these columns of each row of `query`.

    `query` is ordered. What is joined to it only to be shown is joined to what this returns, so that it is not counted.
    """
    matching: Select[Any] = query.with_only_columns(literal_column("1"), maintain_column_froms=True)
    total = select(func.count()).select_from(matching.order_by(None).limit(COUNTED + 1).subquery()).scalar_subquery()
    return query.with_only_columns(total, *columns).limit(SIZE + 1).offset((asked_page() - 1) * SIZE)


def paged(line: Callable[[Sequence[Any]], L], statement: Select[Any]) -> Paged[L]:
    """Return the page of a statement made by `in_pages`; `line` makes a row of the list of the columns of a row."""
    found = db.session.execute(statement).all()
    total = found[0][0] if found else 0
    rows = tuple(line(row[1:]) for row in found[:SIZE])
    return Paged(rows, asked_page(), min(total, COUNTED), total > COUNTED, len(found) > SIZE)


def asked_page() -> int:
    """Return ?page= as a number from 1; nonsense is 1."""
    number = request.args.get("page", 1, type=int)
    return min(max(number, 1), DEEPEST)


def contains(text: str) -> str:
    """Return the LIKE pattern, to be used with escape="\\\\", that finds `text` anywhere, lower-cased."""
    plain = text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"
