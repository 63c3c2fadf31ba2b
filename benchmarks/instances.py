"""Instances for benchmarks: a migrated database of a given size, on SQLite or PostgreSQL, with its settings."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg
import structlog
from flask import Flask
from psycopg.sql import SQL, Identifier

from app import create_app
from config import ROOT, Settings, read_settings
from tests.support.postgresql import throw_away_server

DATA = "selaras.sqlite"
FILLED = "filled"
"""The marker file of a completely filled instance."""
KEY = "only for measuring, and known to everyone"
"""The instances' signing key, so that sessions can be created without signing in."""
DATABASES = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """The size of an instance, as arguments of `demo load`."""

    name: str
    arguments: tuple[str, ...] = ()


DEMO = Size(name="demo")
SMALL = Size(name="small", arguments=("--sessions", "200", "--commitments", "2000", "--people", "50"))
CITY = Size(name="city", arguments=("--sessions", "20000", "--commitments", "200000", "--people", "50000"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One filled instance."""

    size: Size
    database: str
    url: str
    folder: Path

    def __str__(self) -> str:
        return f"{self.size.name}, {'SQLite' if self.database == 'sqlite' else 'PostgreSQL'}"

    def environment(self, **more: str) -> dict[str, str]:
        """Return the environment of a process of this instance, with production settings."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SELARAS_")}
        return {
            **kept,
            "SELARAS_ENV": "production",
            "SECRET_KEY": KEY,
            "API_RATE": "0",
            "SELARAS_TIMEZONE": "Asia/Jakarta",
            "DATABASE_URL": self.url,
            "DATA_DIR": str(self.folder),
            "BASE_URL": "http://127.0.0.1",
            "ALLOW_LOOPBACK": "1",
            "MAIL_URL": "none",
            "PYTHONPATH": str(ROOT),
            "FLASK_APP": "wsgi",
            **more,
        }

    def settings(self) -> Settings:
        """Return the instance's settings."""
        return read_settings(self.environment())

    def application(self) -> Flask:
        """Return the application of this instance in this process, without a log line per request."""
        app = create_app(self.settings())
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
        return app

    def backends(self) -> list[int]:
        """Return the PostgreSQL processes that serve this database at this moment; none on SQLite."""
        if self.database == "sqlite":
            return []
        with psycopg.connect(self.url) as connection:
            query = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            return [pid for (pid,) in connection.execute(query)]


class Instances:
    """The instances of one run: filled at their first use, and shared.

    Instances that exist in `folder` and on `server` are used again. Without a server (the URL of a database of a
    superuser) one is started, and stopped when `stack` closes.
    """

    def __init__(
        self, folder: Path, stack: ExitStack, databases: tuple[str, ...] = DATABASES, server: str | None = None
    ) -> None:
        self.folder, self.stack, self.databases, self.server = folder, stack, databases, server

    def of(self, size: Size) -> list[Instance]:
        """Return the instances of a size, one on each database of this run."""
        return [self.one(size, database) for database in self.databases]

    @cache  # noqa: B019 - lives as long as the run
    def one(self, size: Size, database: str) -> Instance:
        """Return the instance of a size on one database."""
        folder = self.folder / f"{size.name}-{database}"
        url = (
            f"sqlite:///{folder / DATA}" if database == "sqlite" else f"{self._server().rpartition('/')[0]}/{size.name}"
        )
        instance = Instance(size=size, database=database, url=url, folder=folder)
        if (folder / FILLED).exists():
            _run(instance, "db", "upgrade")
        else:
            if database == "postgresql":
                self._create(size.name)
            _fill(instance)
        return instance

    def _create(self, name: str) -> None:
        with psycopg.connect(self._server(), autocommit=True) as connection:
            connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))

    @cache  # noqa: B019 - lives as long as the run
    def _server(self) -> str:
        return self.server or self.stack.enter_context(throw_away_server())


def _fill(instance: Instance) -> None:
    """Migrate, load, and update PostgreSQL's statistics, as autovacuum would do in time."""
    shutil.rmtree(instance.folder, ignore_errors=True)
    instance.folder.mkdir(parents=True)
    _run(instance, "db", "upgrade")
    _run(instance, "demo", "load", *instance.size.arguments)
    if instance.database == "postgresql":
        with psycopg.connect(instance.url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
    (instance.folder / FILLED).touch()


def _run(instance: Instance, *command: str) -> None:
    """Run a `flask` command on an instance. Raises CalledProcessError."""
    environment = instance.environment(SELARAS_ENV="development")
    program = [sys.executable, "-m", "flask", *command]
    subprocess.run(program, cwd=ROOT, env=environment, check=True, capture_output=True)
