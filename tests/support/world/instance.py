"""One instance with the world in it per test module: built once, and every request leaves it unchanged."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from flask import Flask

from app.database import db
from tests.conftest import NOW
from tests.support.databases import Databases, PostgresqlDatabase, SqliteDatabase, empty_folder
from tests.support.probes import Probe
from tests.support.world.world import World, build_world


@dataclass
class Instance:
    """The application, the objects in its database, and `commits()`: how many commits requests have asked for."""

    app: Flask
    world: World
    commits: Callable[[], int]


@pytest.fixture(scope="module")
def instance(databases: Databases) -> Iterator[Instance]:
    """The world on SQLite, with the clock at `NOW`; what requests change is rolled back instead of committed."""
    with open_instance(databases.sqlite()) as instance:
        yield instance


@pytest.fixture(scope="module")
def visitors(instance: Instance) -> dict[str, Probe]:
    """A signed-in visitor for each role of the world."""
    return {role: Probe(instance.app, person) for role, person in instance.world.people.items()}


@pytest.fixture(scope="module")
def empty_papers() -> Iterator[None]:
    """Do not render PDFs: for tests that do not depend on what they contain."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.pdf.pdf.render", lambda *_args, **_options: b"%PDF-1.7")
        patch.setattr("app.pdf.merging.MergeJob.print", lambda *_args: b"%PDF-1.7")
        yield


@contextmanager
def open_instance(database: SqliteDatabase | PostgresqlDatabase) -> Iterator[Instance]:
    """Build the world in a database and stop commits of requests until the end of the block."""
    database.empty()
    empty_folder(database.data)
    with time_machine.travel(NOW, tick=False), database.app.app_context(), pytest.MonkeyPatch.context() as patch:
        world, session = build_world(), _RollingBack()
        patch.setattr("app.database.transactions.db", SimpleNamespace(session=session))
        yield Instance(database.app, world, lambda: session.commits)
        db.session.rollback()


class _RollingBack:
    """The database session, except that a commit checks all constraints and then rolls back."""

    commits = 0

    def __call__(self) -> "_RollingBack":
        """Replace the current session too."""
        return self

    def commit(self) -> None:
        """Flush, and roll back."""
        self.commits += 1
        db.session.flush()
        db.session.rollback()

    def __getattr__(self, name: str) -> Any:
        return getattr(db.session(), name)
