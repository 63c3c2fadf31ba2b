"""Temporary instances: a migrated database with its data directory, real processes and a command line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import psycopg
from flask import Flask

from app.database import db
from config import Settings
from tests.support.databases import app_for, migrate
from tests.support.mail import end_quiet_hours
from tests.support.postgresql import Server
from tests.support.processes import Victims, start_victims
from tests.support.repository import ROOT

DATABASES = ("sqlite", "postgresql")


@dataclass
class Instance:
    """One installation. `url` is the address of its database; the output of its processes is in `folder`/log."""

    folder: Path
    url: str
    stack: ExitStack
    server: Server | None = None
    mail_url: str | None = None

    @property
    def database(self) -> str:
        """One of `DATABASES`."""
        return "postgresql" if self.server else "sqlite"

    @cached_property
    def app(self) -> Flask:
        """The application in this process, for checks and for actions of the trial itself."""
        made = app_for(self.url, self.folder / "data")
        made.testing = False
        made.extensions["settings"] = replace(made.extensions["settings"], mail_url=self.mail_url)
        self.stack.callback(self._let_go)
        return made

    @property
    def settings(self) -> Settings:
        """Its settings."""
        found: Settings = self.app.extensions["settings"]
        return found

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Provide an application context; the session is rolled back at its end."""
        with self.app.app_context():
            yield
            db.session.rollback()

    def start(self, task: str, **environment: str) -> Victims:
        """Start a task (see soak/tasks.py) that is forked again whenever it dies; it ends with the trial."""
        with (self.folder / "log").open("ab") as log:
            one = start_victims(self.settings, task, log=log, **environment)
        self.stack.callback(one.end)
        return one

    def command(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `flask …` on this instance."""
        settings = self.settings
        own = {
            "DATABASE_URL": settings.database_url,
            "DATA_DIR": str(settings.data_dir),
            "SECRET_KEY": settings.secret_key,
            "API_RATE": str(settings.api_rate),
            "SELARAS_TIMEZONE": settings.timezone,
            "BASE_URL": settings.base_url,
            "MAIL_URL": settings.mail_url or "",
        }
        return subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *words],
            cwd=ROOT,
            env={**os.environ, **own, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def _let_go(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


def _end_quiet_hours(url: str, data: Path) -> None:
    """Let mail leave an instance at any hour, because trials run at any hour."""
    app = app_for(url, data)
    with app.app_context():
        end_quiet_hours()
        db.session.remove()
        db.engine.dispose()


class Environment:
    """What the instances of a run share: a folder, a PostgreSQL server, and a migrated template of each database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.templates: set[str] = set()

    @cached_property
    def server(self) -> Server:
        """The run's PostgreSQL server, configured so that commits survive the death of any of its processes."""
        place = self.folder / "postgresql"
        place.mkdir()
        made = Server(place, synchronous_commit="on", full_page_writes="on", wal_writer_delay="200ms")
        made.start()
        return made

    def close(self) -> None:
        """Stop the PostgreSQL server if it was started."""
        if "server" in self.__dict__:
            self.server.stop()

    def instance(self, name: str, database: str, stack: ExitStack, *, mail_url: str | None = None) -> Instance:
        """Return a new, migrated and empty instance, whose processes end with `stack`."""
        folder = self.folder / name
        (folder / "data").mkdir(parents=True, exist_ok=True)
        if database == "sqlite":
            shutil.copyfile(self._sqlite_template(), folder / "data" / "selaras.sqlite")
            return Instance(folder, f"sqlite:///{folder}/data/selaras.sqlite", stack, mail_url=mail_url)
        self._postgresql_template()
        own = "soak_" + name.replace("-", "_")
        with psycopg.connect(self.server.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {own} TEMPLATE soak_template")
        return Instance(folder, self._address(own), stack, server=self.server, mail_url=mail_url)

    def _sqlite_template(self) -> Path:
        made = self.folder / "template" / "selaras.sqlite"
        if "sqlite" not in self.templates:
            migrate(f"sqlite:///{made}", made.parent)
            _end_quiet_hours(f"sqlite:///{made}", made.parent)
            self.templates.add("sqlite")
        return made

    def _postgresql_template(self) -> None:
        if "postgresql" in self.templates:
            return
        with psycopg.connect(self.server.url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE soak_template")
        migrate(self._address("soak_template"), self.folder / "template")
        _end_quiet_hours(self._address("soak_template"), self.folder / "template")
        self.templates.add("postgresql")

    def _address(self, name: str) -> str:
        return f"{self.server.url.rpartition('/')[0]}/{name}"
