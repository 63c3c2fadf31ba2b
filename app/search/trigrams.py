"""Finding a part of a text without reading every row: by trigrams, which each database knows in its own way.

SQLite keeps them in an FTS5 table beside the searched one, filled by triggers; PostgreSQL in GIN indexes (pg_trgm).
Where PostgreSQL lacks the extension everything is found all the same, more slowly. See docs/adr/0015.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, or_, select, table

from app.database import db
from app.web.pagination import contains as like

SHORTEST = 3
"""Characters below which there is no trigram: shorter texts are looked for row by row."""
SUFFIX = "_trigrams"
MANY = 5_000
"""Rows from which on a list is faster without trigrams: to find them all takes longer than to walk until it is full."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A part of a text as a database is asked for it: a pattern of LIKE, or a phrase where tables keep trigrams."""

    pattern: str
    phrase: str
    by_table: bool

    @classmethod
    def of(cls, text: str) -> Sought:
        """Return what finds `text` in the application's database."""
        by_table = db.engine.dialect.name == "sqlite" and len(text) >= SHORTEST
        return cls(like(text), '"' + text.replace('"', '""') + '"', by_table)


def within(sought: Sought, *columns: Any) -> ColumnElement[bool]:
    """Return the condition that one of `columns` contains what is sought, whatever the case."""
    return or_(*(column.ilike(sought.pattern, escape="\\") for column in columns))


def contains(sought: Sought, *columns: Any) -> ColumnElement[bool]:
    """Return the same of all indexed columns of a table, by its trigrams."""
    if not sought.by_table:
        return within(sought, *columns)
    return literal_column(f"{_searched(*columns)}.rowid").in_(_rowids(sought, *columns))


def listed_by(text: str, *columns: Any) -> ColumnElement[bool]:
    """Return the condition that one of the indexed columns of a table contains `text`, for a list in some order.

    What few rows contain is found by trigrams; what many contain is soon met on a walk through the order. SQLite is
    asked which it is.
    """
    sought = Sought.of(text)
    if sought.by_table:
        some = _rowids(sought, *columns).limit(MANY).subquery()
        if db.session.scalar(select(func.count()).select_from(some)) == MANY:
            return within(sought, *columns)
    return contains(sought, *columns)


def _searched(*columns: Any) -> str:
    name: str = columns[0].class_.__tablename__
    return name


def _rowids(sought: Sought, *columns: Any) -> Select[Any]:
    kept = _searched(*columns) + SUFFIX
    found: Select[Any] = select(literal_column("rowid")).select_from(table(kept))
    return found.where(literal_column(kept).op("MATCH")(sought.phrase))


def index(connection: Connection, searched: str, columns: Sequence[str]) -> None:
    """Index columns of a table, for a migration."""
    if connection.dialect.name == "sqlite":
        for statement in _sqlite(searched, columns):
            connection.exec_driver_sql(statement)
    elif connection.exec_driver_sql("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'").scalar():
        connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        for column in columns:
            name = f"ix_{searched}_{column}{SUFFIX}"
            connection.exec_driver_sql(f"CREATE INDEX {name} ON {searched} USING gin ({column} gin_trgm_ops)")


def drop(connection: Connection, searched: str, columns: Sequence[str]) -> None:
    """Take the index away again."""
    if connection.dialect.name == "sqlite":
        for act in ("insert", "delete", "update"):
            connection.exec_driver_sql(f"DROP TRIGGER {searched}{SUFFIX}_{act}")
        connection.exec_driver_sql(f"DROP TABLE {searched}{SUFFIX}")
    else:
        for column in columns:
            connection.exec_driver_sql(f"DROP INDEX IF EXISTS ix_{searched}_{column}{SUFFIX}")


def is_in_models(_thing: object, name: str | None, kind: str, _reflected: bool, _compared_to: object) -> bool:
    """Whether the models should know a table or index of the database: what is indexed here they do not."""
    return SUFFIX not in (name or "")


def _sqlite(searched: str, columns: Sequence[str]) -> list[str]:
    kept, names = searched + SUFFIX, ", ".join(columns)
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("old", "new"))
    leave = f"INSERT INTO {kept} ({kept}, rowid, {names}) VALUES ('delete', old.rowid, {old});"  # noqa: S608 - names of ours
    enter = f"INSERT INTO {kept} (rowid, {names}) VALUES (new.rowid, {new});"  # noqa: S608
    return [
        f"CREATE VIRTUAL TABLE {kept} USING fts5 ({names}, content='{searched}', tokenize='trigram')",
        f"CREATE TRIGGER {kept}_insert AFTER INSERT ON {searched} BEGIN {enter} END",
        f"CREATE TRIGGER {kept}_delete AFTER DELETE ON {searched} BEGIN {leave} END",
        f"CREATE TRIGGER {kept}_update AFTER UPDATE OF {names} ON {searched} BEGIN {leave} {enter} END",
        f"INSERT INTO {kept} ({kept}) VALUES ('rebuild')",  # noqa: S608
    ]
