"""Converts rows to JSON, independent of the database, and back."""

from __future__ import annotations

import base64
import enum
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import groupby, islice
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Connection, Table, TypeDecorator, func, insert, select, text, update

from app.database import db

TOGETHER = 500
"""Rows per statement."""

_READ: dict[type[Any], Callable[[Any], Any]] = {
    UUID: UUID,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    time: time.fromisoformat,
    Decimal: Decimal,
    bytes: base64.b64decode,
}


def plain(value: Any) -> Any:
    """Return the value of a column as a JSON value."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value


def readers(table: Table) -> dict[str, Callable[[Any], Any]]:
    """Return the functions that convert JSON to values, by column; columns of type JSON have none."""
    found: dict[str, Callable[[Any], Any]] = {}
    for column in table.columns:
        stored = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
        if not isinstance(stored, JSON):
            kind = stored.python_type
            found[column.name] = kind if issubclass(kind, enum.Enum) else _READ.get(kind, lambda value: value)
    return found


def dump(table: Table) -> Iterator[str]:
    """Yield the rows of a table as lines of JSON, ordered by primary key."""
    names = [column.name for column in table.columns]
    found = db.session.execute(select(table).order_by(*table.primary_key), execution_options={"yield_per": TOGETHER})
    for row in found:
        yield json.dumps({name: plain(value) for name, value in zip(names, row, strict=True)}, ensure_ascii=False)


def values_of(row: dict[str, Any], reads: dict[str, Callable[[Any], Any]]) -> dict[str, Any]:
    """Return a row with its JSON converted to values. Raises ValueError or TypeError for invalid JSON values."""
    return {name: _read(reads.get(name), value) for name, value in row.items()}


def load(connection: Connection, table: Table, lines: Iterator[str], later: Collection[str]) -> int:
    """Insert rows that `dump` yielded and return their number; the columns `later` stay null."""
    reads, count = readers(table), 0
    while some := [json.loads(line) for line in islice(lines, TOGETHER)]:
        count += len(some)
        rows = [
            {name: value for name, value in values_of(row, reads).items() if _is_given(table, name, value)}
            for row in some
        ]
        for row in rows:
            row.update(dict.fromkeys(later))
        for _names, alike in groupby(rows, key=sorted):
            connection.execute(insert(table), list(alike))
    return count


def connect(connection: Connection, table: Table, lines: Iterator[str], later: Collection[str]) -> None:
    """Set the columns that `load` left null."""
    reads = readers(table)
    key = [column.name for column in table.primary_key]
    for row in map(json.loads, lines) if later else ():
        given = {name: reads[name](row[name]) for name in later if row[name] is not None}
        if given:
            this = [table.columns[name] == reads[name](row[name]) for name in key]
            connection.execute(update(table).where(*this).values(given))


def circular(table: Table, tables: Sequence[Table]) -> list[str]:
    """Return the nullable columns that refer to the same table, or to a later one of `tables`."""
    order = {other.name: number for number, other in enumerate(tables)}
    return [
        column.name
        for column in table.columns
        if column.nullable and any(order[key.column.table.name] >= order[table.name] for key in column.foreign_keys)
    ]


def continue_numbering(connection: Connection, table: Table) -> None:
    """On PostgreSQL, set the table's sequence to the highest restored value."""
    column = table.autoincrement_column
    if column is None or connection.dialect.name != "postgresql":
        return
    sequence = connection.scalar(text("SELECT pg_get_serial_sequence(:t, :c)"), {"t": table.name, "c": column.name})
    if sequence:
        highest = select(func.max(column)).scalar_subquery()
        connection.execute(select(func.setval(sequence, func.coalesce(highest, 1), highest.is_not(None))))


def _is_given(table: Table, name: str, value: Any) -> bool:
    """Return whether to pass a value; None for a JSON column is omitted, as it would be stored as a JSON null."""
    return value is not None or not isinstance(table.columns[name].type, JSON)


def _read(reader: Callable[[Any], Any] | None, value: Any) -> Any:
    return value if value is None or reader is None else reader(value)
