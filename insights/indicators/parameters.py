"""Passes many values to a statement as one parameter; databases limit their number, PostgreSQL to 65,535."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, Uuid, cast, func, literal, select, type_coerce
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

from app.database import db


def among(ids: Collection[UUID]) -> Select[UUID]:
    """Select ids, for the condition that a column is one of them."""
    value = _listed([_written(one) for one in ids])
    return select(cast(value, Uuid) if is_postgresql() else type_coerce(value, Uuid))


def among_pairs(pairs: Collection[tuple[UUID, UUID]]) -> Select[str]:
    """Select pairs of ids, for the condition that `pair_of` two columns is one of them."""
    return select(_listed([_written(one) + _written(other) for one, other in pairs]))


def pair_of(one: Any, other: Any) -> ColumnElement[str]:
    """Return two ids as `among_pairs` selects them."""
    return cast(one, Text).concat(cast(other, Text))


def corrected(column: Any, key: Any, values: Mapping[UUID, Any]) -> ColumnElement[Any]:
    """Return `column`, or for the rows whose `key` has a value in `values` that one."""
    if not values:
        return column
    texts = {_written(one): _written(value) if isinstance(value, UUID) else str(value) for one, value in values.items()}
    kind: TypeEngine[Any] = column.type
    given = literal(json.dumps(texts), Text)
    if is_postgresql():
        parsed = select(cast(given, JSONB)).scalar_subquery()  # evaluated once, not for each row
        return func.coalesce(cast(type_coerce(parsed, JSONB)[cast(key, Text)].astext, kind), column, type_=kind)
    rows = func.json_each(given).table_valued("key", "value")
    table = select(rows.c.key, rows.c.value).cte().prefix_with("MATERIALIZED")  # gets an index
    found = select(table.c.value).where(table.c.key == key).scalar_subquery()
    return func.coalesce(type_coerce(found, kind), column, type_=kind)


def is_postgresql() -> bool:
    """Whether the database is PostgreSQL, which has other functions of dates and of JSON than SQLite."""
    return db.engine.dialect.name == "postgresql"


def _listed(texts: list[str]) -> Any:
    """Return the column that has each of the texts."""
    given = literal(json.dumps(texts), Text)
    if is_postgresql():
        return func.jsonb_array_elements_text(cast(given, JSONB)).column_valued()
    return func.json_each(given).table_valued("value").c.value


def _written(one: UUID) -> str:
    """Return an id as the database writes it as text."""
    return str(one) if is_postgresql() else one.hex
