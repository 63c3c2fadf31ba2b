"""Lists in pages of 25: counted to a thousand, then "1.000+"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request
from sqlalchemy import Select, bindparam, func, literal_column, select

from app.database import figure
from app.statements import selected

SIZE = 25
COUNTED = 1_000
DEEPEST = 400
"""The last page that can be asked for by number; further down, filters are the better way."""

L = TypeVar("L")
Asked = Callable[..., tuple[Select[Any], dict[str, Any]]]
"""A prepared statement, or its `plain` one."""


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


def in_pages(chosen: Select[Any], *columns: Any, first: bool) -> Select[Any]:
    """Return the statement of one page: how many rows `chosen` has in all, then these columns of each of them.

    `chosen` is ordered. What is joined to it only to be shown is joined by the caller, to what this returns. The
    `first` page skips nothing, which lets the database see that it is short.
    """
    few: Select[Any] = chosen.with_only_columns(literal_column("1"), maintain_column_froms=True)
    total = select(func.count()).select_from(few.order_by(None).limit(figure(COUNTED + 1)).subquery()).scalar_subquery()
    page = chosen.with_only_columns(total, *columns).limit(figure(SIZE + 1))
    return page if first else page.offset(bindparam("skipped"))


def paged(line: Callable[[Sequence[Any]], L], ask: Asked, *things: Any) -> Paged[L]:
    """Return the page that ?page= asks for, in one statement.

    `ask(*things, first=...)` returns one made by `in_pages`, and the values of its parameters; `line` makes what a list
    shows of the columns of a row.
    """
    number = asked_page()
    statement, values = ask(*things, first=number == 1)
    found = selected(statement, {**values, "skipped": (number - 1) * SIZE})
    total = found[0][0] if found else 0
    rows = tuple(line(row[1:]) for row in found[:SIZE])
    return Paged(rows, number, min(total, COUNTED), total > COUNTED, len(found) > SIZE)


def asked_page() -> int:
    """Return ?page= as a number from 1; nonsense is 1."""
    number = request.args.get("page", 1, type=int)
    return min(max(number, 1), DEEPEST)


def contains(text: str) -> str:
    """Return the LIKE pattern, to be used with escape="\\\\", that finds `text` anywhere, lower-cased."""
    plain = text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"
