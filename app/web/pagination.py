"""Pagination with 25 rows per page. Rows are counted up to a thousand, then the total is "1.000+"."""

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
"""The highest page number that can be requested; filters are the better way to narrow a longer list."""

L = TypeVar("L")


@dataclass(frozen=True, slots=True)
class Paged(Generic[L]):
    """One page of a list. `total` is at most `COUNTED`; `capped` is true if there are more."""

    rows: tuple[L, ...]
    number: int
    total: int
    capped: bool
    more: bool

    @property
    def first(self) -> int:
        """The position of the first row, starting from 1."""
        return (self.number - 1) * SIZE + 1

    @property
    def last(self) -> int:
        """The position of the last row."""
        return self.first + len(self.rows) - 1


def in_pages(query: Select[Any], *columns: Any) -> Select[Any]:
    """Return the statement of the page in ?page=: the total, then these columns of each row of `query`.

    `query` is ordered. Joins needed only for display are added to the returned statement, so that the count does not
    include them.
    """
    matching: Select[Any] = query.with_only_columns(literal_column("1"), maintain_column_froms=True)
    total = select(func.count()).select_from(matching.order_by(None).limit(COUNTED + 1).subquery()).scalar_subquery()
    return query.with_only_columns(total, *columns).limit(SIZE + 1).offset((page_number() - 1) * SIZE)


def paged(line: Callable[[Sequence[Any]], L], statement: Select[Any]) -> Paged[L]:
    """Return the page of a statement from `in_pages`; `line` converts the columns of a row to a row of the list."""
    found = db.session.execute(statement).all()
    total = found[0][0] if found else 0
    rows = tuple(line(row[1:]) for row in found[:SIZE])
    return Paged(rows, page_number(), min(total, COUNTED), total > COUNTED, len(found) > SIZE)


def page_of(rows: Sequence[L]) -> Paged[L]:
    """Return the page requested by the URL of rows that are loaded for another purpose too."""
    number = page_number()
    start = (number - 1) * SIZE
    return Paged(tuple(rows[start : start + SIZE]), number, len(rows), False, len(rows) > start + SIZE)


def page_number() -> int:
    """Return ?page= as a number from 1; an invalid value is 1."""
    number = request.args.get("page", 1, type=int)
    return min(max(number, 1), DEEPEST)


def contains(text: str) -> str:
    """Return the LIKE pattern that finds `text` anywhere, in lower case; use it with escape="\\\\"."""
    plain = text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"
