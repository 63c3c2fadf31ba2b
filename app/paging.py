"""Lists in pages of 25: counted to a thousand, then "1.000+"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from sqlalchemy import Select, func, select

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


def paged(query: Select[*tuple[Any, ...]]) -> Paged:
    """Return the page of `query`, which must be ordered, that ?page= asks for: two statements, whatever the size.

    Rows are objects when the query selects one thing, tuples otherwise.
    """
    number = asked_page()
    counted = select(func.count()).select_from(query.order_by(None).limit(COUNTED + 1).subquery())
    total = db.session.scalar(counted) or 0
    found = db.session.execute(query.limit(SIZE + 1).offset((number - 1) * SIZE)).unique().all()
    rows = [row[0] if len(row) == 1 else row for row in found]
    return Paged(rows[:SIZE], number, min(total, COUNTED), total > COUNTED, len(rows) > SIZE)


def asked_page() -> int:
    """Return ?page= as a number from 1; nonsense is 1."""
    number = request.args.get("page", 1, type=int)
    return min(max(number, 1), DEEPEST)


def contains(text: str) -> str:
    """Return the LIKE pattern, to be used with escape="\\\\", that finds `text` anywhere, lower-cased."""
    plain = text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"
