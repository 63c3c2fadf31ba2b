"""The tables of earlier revisions: a backup is loaded into those that it was made of, and migrated afterwards."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CHAR, DateTime, MetaData, Uuid, create_engine, event

from app.database import db, schema
from app.database.types import UtcDateTime
from app.search.ddl import is_in_models


def tables_at(revision: str) -> MetaData:
    """Return the tables to which the migrations up to `revision` lead, with types that every database understands."""
    found, engine = MetaData(), create_engine("sqlite://")
    event.listen(found, "column_reflect", _make_generic)
    with engine.connect() as connection:
        schema.upgrade_connection(connection, revision)
        found.reflect(connection, only=_holds_data)
    engine.dispose()
    return found


def _holds_data(name: str, _found: MetaData) -> bool:
    return name != "alembic_version" and is_in_models(None, name, "table", _reflected=True, _compared_to=None)


def _make_generic(_inspector: object, table: Any, column: dict[str, Any]) -> None:
    """Replace the type that SQLite gives a column: its UUIDs are texts there, and its moments have no zone."""
    kind = column["type"]
    if isinstance(kind, CHAR):
        column["type"] = Uuid()
    elif isinstance(kind, DateTime):
        model = db.metadata.tables.get(table.name)
        known = None if model is None else model.columns.get(column["name"])
        column["type"] = UtcDateTime() if known is None else known.type
    else:
        column["type"] = kind.as_generic()
