"""Lists in pages of 25: counted to a thousand, then "1.000+"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import request
from sqlalchemy import Select, bindparam, func, select

from app.database import db

SIZE = 25
COUNTED = 1_000
DEEPEST = 400
"""The last page that can be asked for by number; further down, filters are the better way."""


@dataclass(frozen=True, slots=True)
class Paged:
    """One page of a list. `total` stops at `COUNTED`, and `capped` says so."""

    rows: Sequence[Any]
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


def paged(query: Select[*tuple[Any, ...]], values: dict[str, Any]) -> Paged:
    """Return the page of `query`, which must be ordered, that ?page= asks for: two statements, whatever the size.

    `values` are those of its parameters. Rows are objects when the query selects one thing, tuples otherwise.
    """
    number = asked_page()
    counted, listed = _counted_and_listed(query)
    total = db.session.scalar(counted, values) or 0
    found = db.session.execute(listed, {**values, "skipped": (number - 1) * SIZE}).unique().all()
    rows = [row[0] if len(row) == 1 else row for row in found]
    return Paged(rows[:SIZE], number, min(total, COUNTED), total > COUNTED, len(rows) > SIZE)


@lru_cache(maxsize=64)
def _counted_and_listed(query: Select[*tuple[Any, ...]]) -> tuple[Select[int], Select[*tuple[Any, ...]]]:
    """Return the statements that count the rows of a query and that read a page: built once for a prepared query."""
    few = query.order_by(None).limit(COUNTED + 1).subquery()
    return select(func.count()).select_from(few), query.limit(SIZE + 1).offset(bindparam("skipped"))


def asked_page() -> int:
    """Return ?page= as a number from 1; nonsense is 1."""
    number = request.args.get("page", 1, type=int)
    return min(max(number, 1), DEEPEST)


def contains(text: str) -> str:
    """Return the LIKE pattern, to be used with escape="\\\\", that finds `text` anywhere, lower-cased."""
    plain = text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"
