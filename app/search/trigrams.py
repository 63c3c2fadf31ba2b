"""Substring search with trigram indexes, so that it does not scan every row.

SQLite stores trigrams in an FTS5 table for each searched table, updated by triggers; PostgreSQL uses GIN indexes
(pg_trgm). On a PostgreSQL without that extension search returns the same results, more slowly. See docs/adr/0015.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, or_, select, table

from app.database import db
from app.web.pagination import contains as like

SHORTEST = 3
"""Minimum length in characters to use trigrams: shorter texts are searched row by row."""
SUFFIX = "_trigrams"
MANY = 5_000
"""Number of matching rows from which a list is faster without trigrams: collecting all matches takes longer than
scanning in list order until the page is full."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A search text prepared for the database: a LIKE pattern, and an FTS5 phrase for tables with trigrams."""

    pattern: str
    phrase: str
    by_table: bool

    @classmethod
    def of(cls, text: str) -> Sought:
        """Return the search text prepared for the application's database."""
        by_table = db.engine.dialect.name == "sqlite" and len(text) >= SHORTEST
        return cls(like(text), '"' + text.replace('"', '""') + '"', by_table)


def within(sought: Sought, *columns: Any) -> ColumnElement[bool]:
    """Return the condition that one of `columns` contains the text, ignoring case."""
    return or_(*(column.ilike(sought.pattern, escape="\\") for column in columns))


def contains(sought: Sought, *columns: Any) -> ColumnElement[bool]:
    """Return the same condition for all indexed columns of a table, using its trigrams."""
    if not sought.by_table:
        return within(sought, *columns)
    return literal_column(f"{_searched(*columns)}.rowid").in_(_rowids(sought, *columns))


def listed_by(text: str, *columns: Any) -> ColumnElement[bool]:
    """Return the condition that one of the indexed columns of a table contains `text`, for a sorted list.

    Rare texts are found by trigrams; frequent ones are found sooner by scanning in list order. On SQLite the matches
    are counted first to choose.
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
    """Create a trigram index on columns of a table. For use in migrations."""
    if connection.dialect.name == "sqlite":
        for statement in _sqlite(searched, columns):
            connection.exec_driver_sql(statement)
    elif connection.exec_driver_sql("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'").scalar():
        connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        for column in columns:
            name = f"ix_{searched}_{column}{SUFFIX}"
            connection.exec_driver_sql(f"CREATE INDEX {name} ON {searched} USING gin ({column} gin_trgm_ops)")


def drop(connection: Connection, searched: str, columns: Sequence[str]) -> None:
    """Drop the trigram index of a table. For use in migrations."""
    if connection.dialect.name == "sqlite":
        for act in ("insert", "delete", "update"):
            connection.exec_driver_sql(f"DROP TRIGGER {searched}{SUFFIX}_{act}")
        connection.exec_driver_sql(f"DROP TABLE {searched}{SUFFIX}")
    else:
        for column in columns:
            connection.exec_driver_sql(f"DROP INDEX IF EXISTS ix_{searched}_{column}{SUFFIX}")


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
