"""Applications on migrated databases that are empty again, in milliseconds, before each test."""

import gc
import shutil
from contextlib import ExitStack, closing
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from filelock import FileLock
from flask import Flask
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event

from app import create_app
from app.database import db
from config import Settings, read_settings

TEMPLATE = "selaras_template"


def settings_for(url: str, data_dir: Path) -> Settings:
    """Return the settings of a test instance."""
    return read_settings(
        {
            "DATABASE_URL": url,
            "DATA_DIR": str(data_dir),
            "SECRET_KEY": "only-for-tests",
            "BASE_URL": "http://localhost",
            "PAPER_PATIENCE": "0",
            "API_RATE": "0",
            "SELARAS_UNIT": "BLUD Jakarta Smart City",
            "SELARAS_UNIT_CITY": "Jakarta",
            "SELARAS_TIMEZONE": "Asia/Jakarta",
        }
    )


def app_for(url: str, data_dir: Path) -> Flask:
    """Return an application whose crashes reach the test."""
    data_dir.mkdir(parents=True, exist_ok=True)
    app = create_app(settings_for(url, data_dir))
    app.testing = True
    return app


def migrate(url: str, data_dir: Path) -> None:
    """Bring an empty database to the newest schema, by the migrations alone."""
    app = app_for(url, data_dir)
    with app.app_context():
        upgrade()
        db.engine.dispose()


class SqliteDatabase:
    """A file in WAL mode; emptied by putting a copy of the freshly migrated file in its place."""

    def __init__(self, shared: Path, own: Path) -> None:
        self.template, self.file, self.data = shared / "template.sqlite", own / "test.sqlite", own / "sqlite"
        with FileLock(shared / "sqlite.lock"):
            if not self.template.exists():
                migrate(f"sqlite:///{shared / 'migrating.sqlite'}", self.data)
                (shared / "migrating.sqlite").rename(self.template)
        self.app = app_for(f"sqlite:///{self.file}", self.data)
        self.app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(shared))
        with self.app.app_context():
            event.listen(db.engine, "connect", _without_waiting_for_the_disk)
        _keep_for_good()

    def empty(self) -> None:
        """Restore the state after the migrations."""
        self.close()
        for suffix in ("", "-wal", "-shm"):  # a new file: SQLite keeps what it knows of one while a connection lingers
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self.template, self.file)

    def close(self) -> None:
        """Close all connections."""
        with self.app.app_context():
            db.engine.dispose()


class PostgresqlDatabase:
    """A database on the throw-away server; emptied by deleting the rows of the tables that have some."""

    def __init__(self, server: str, shared: Path, own: Path, worker: str) -> None:
        base = server.rpartition("/")[0]
        name = f"selaras_{worker}"
        with FileLock(shared / "postgresql.lock"), psycopg.connect(server, autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
                connection.execute(f"CREATE DATABASE {TEMPLATE}")
                migrate(f"{base}/{TEMPLATE}", own / "postgresql")
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        self.url, self.data = f"{base}/{name}", own / "postgresql"
        self.app = app_for(self.url, self.data)
        self.app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(shared))
        self.connection = psycopg.connect(self.url, autocommit=True)
        self.connection.execute("SET session_replication_role = replica")  # neither triggers nor foreign keys
        tables = [table.name for table in db.metadata.sorted_tables]
        self.filled = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in tables)
        if rows := self.connection.execute(self.filled).fetchall():
            raise RuntimeError(f"migrations leave rows in {rows}, which emptying would lose")
        _keep_for_good()

    def empty(self) -> None:
        """Delete every row."""
        for (table,) in self.connection.execute(self.filled).fetchall():
            self.connection.execute(f"DELETE FROM {table}")

    def close(self) -> None:
        """End all connections."""
        self.connection.close()
        with self.app.app_context():
            db.engine.dispose()


class Databases:
    """The databases of one test process, kept from test to test and closed at the end of `stack`."""

    def __init__(self, own: Path, shared: Path, worker: str, stack: ExitStack) -> None:
        self.own, self.shared, self.worker, self.stack = own, shared, worker, stack

    @cache  # noqa: B019 - lives as long as the process
    def sqlite(self) -> SqliteDatabase:
        """Return the SQLite database."""
        return self.stack.enter_context(closing(SqliteDatabase(self.shared, self.own)))

    @cache  # noqa: B019 - lives as long as the process
    def postgresql(self, server: str) -> PostgresqlDatabase:
        """Return the PostgreSQL database on `server` (a URL)."""
        made = PostgresqlDatabase(server, self.shared, self.own, self.worker)
        return self.stack.enter_context(closing(made))


def _without_waiting_for_the_disk(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")  # what a power cut would lose is lost with the test anyway


def _keep_for_good() -> None:
    """Exclude the application, which lives as long as the process, from garbage collection."""
    gc.collect()
    gc.freeze()


def empty_folder(folder: Path) -> None:
    """Remove the files and mails that a test left."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
