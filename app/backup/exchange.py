"""Replaces the data of an instance by that of a backup, atomically.

On SQLite, a new file is filled, and the backup API of SQLite then copies its pages over the old database in a single
transaction, which is also safe for processes that have the old file open. On PostgreSQL, one transaction moves the old
tables to a schema of their own, and creates and fills new ones. A backup of an
earlier revision is loaded into the tables of that revision, which are then migrated.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, func, select, text

from app.backup import journal, rows
from app.backup.archive import BackupRefused
from app.backup.journal import Journal
from app.backup.reading import Backup
from app.database import db, schema
from app.database.engine import engine_options, prepare_sqlite

SCHEMA_PATIENCE = "30s"
"""Lock timeout of PostgreSQL while others still read the old tables."""

RELATIONS = """
SELECT c.oid::regclass::text FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
    AND (d.deptype = 'e' OR c.relkind = 'S' AND d.deptype IN ('a', 'i')))
"""
"""All tables, views and sequences, except those of extensions and sequences that move with their tables."""

FUNCTIONS = """
SELECT p.oid::regprocedure::text FROM pg_proc p
WHERE p.pronamespace = current_schema()::regnamespace
AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
"""


def fill(connection: Connection, backup: Backup) -> None:
    """Load all rows into empty tables. Raises BackupRefused if the counts differ from the manifest."""
    later = {table.name: rows.circular(table, backup.tables) for table in backup.tables}
    for table in backup.tables:
        rows.load(connection, table, backup.lines(table), later[table.name])
    for table in backup.tables:
        rows.connect(connection, table, backup.lines(table), later[table.name])
        rows.continue_numbering(connection, table)
        count = connection.scalar(select(func.count()).select_from(table))
        if count != backup.manifest["rows"][table.name]:
            raise BackupRefused(f"{count} rows of {table.name} arrived instead of those in the backup")


def fill_empty(backup: Backup, work: Journal) -> None:
    """Load a backup of the present schema into the instance's own tables, which must be empty."""
    with db.engine.connect() as connection:
        schema.upgrade_connection(connection)
    with db.engine.begin() as connection:
        journal.hold(connection)
        fill(connection, backup)
        journal.mark(connection, work)


def replace(backup: Backup, work: Journal) -> None:
    """Replace the data of the instance by the rows of a backup, and keep the old data."""
    if db.engine.dialect.name == "sqlite":
        _replace_file(backup, work)
    else:
        _replace_tables(backup, work)


def _replace_file(backup: Backup, work: Journal) -> None:
    beside = work.folder / "database.sqlite"
    url = f"sqlite:///{beside}"
    engine = create_engine(url, **engine_options(url))
    prepare_sqlite(engine)
    try:
        with engine.connect() as connection:
            schema.upgrade_connection(connection, backup.revision)
        with engine.begin() as connection:
            fill(connection, backup)
        with engine.connect() as connection:
            schema.upgrade_connection(connection)
        with engine.begin() as connection:
            journal.mark(connection, work)
    finally:
        engine.dispose()
    with held_alone(_file()) as old:
        _copy(old, work.kept / "selaras.sqlite")
        with closing(sqlite3.connect(beside)) as new:
            new.backup(old)


def _file() -> Path:
    return Path(str(db.engine.url.database))


def _copy(source: sqlite3.Connection, target: Path) -> None:
    with closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    target.chmod(0o600)


@contextmanager
def held_alone(file: Path) -> Iterator[sqlite3.Connection]:
    """Open an SQLite database exclusively. Raises BackupRefused if other processes have it open."""
    with closing(sqlite3.connect(file, isolation_level=None, timeout=2)) as connection:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        try:
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            raise BackupRefused(f"{file} is in use: stop web, scheduler and every other command first") from None
        yield connection


def _replace_tables(backup: Backup, work: Journal) -> None:
    with db.engine.begin() as connection:
        connection.execute(text(f"SET LOCAL lock_timeout = '{SCHEMA_PATIENCE}'"))
        journal.hold(connection)
        _move_away(connection, work.kept_schema)
        schema.upgrade_connection(connection, backup.revision)
        fill(connection, backup)
        schema.upgrade_connection(connection)
        journal.mark(connection, work)


def _move_away(connection: Connection, kept: str) -> None:
    """Move all objects of the current schema to a new one, except those of extensions."""
    relations, functions = (connection.scalars(text(query)).all() for query in (RELATIONS, FUNCTIONS))
    connection.execute(text(f"CREATE SCHEMA {kept}"))
    for name in relations:
        connection.execute(text(f"ALTER TABLE {name} SET SCHEMA {kept}"))
    for name in functions:
        connection.execute(text(f"ALTER FUNCTION {name} SET SCHEMA {kept}"))
