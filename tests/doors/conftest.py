"""One house for each module: built once, and every request leaves it as it was."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from flask import Flask

from app.database import db
from tests.conftest import NOW
from tests.doors.world import World, built
from tests.support.databases import Databases, empty_folder


@dataclass
class House:
    """The application, who and what is in it, and how often a request wanted to keep what it had done."""

    app: Flask
    world: World
    commits: Callable[[], int]


@pytest.fixture(scope="module")
def house(databases: Databases) -> Iterator[House]:
    """The world on SQLite, at the tests' time; what requests change is rolled back instead of committed."""
    database = databases.sqlite()
    database.empty()
    empty_folder(database.data)
    with time_machine.travel(NOW, tick=False), database.app.app_context(), pytest.MonkeyPatch.context() as patch:
        world, session = built(), _Forgetful()
        patch.setattr("app.transactions.db", SimpleNamespace(session=session))
        yield House(database.app, world, lambda: session.commits)
        db.session.rollback()


class _Forgetful:
    """The session of the database, for which a commit is a check of all constraints and then a rollback."""

    commits = 0

    def commit(self) -> None:
        """Write everything, and take it back."""
        self.commits += 1
        db.session.flush()
        db.session.rollback()

    def __getattr__(self, name: str) -> Any:
        return getattr(db.session, name)


@pytest.fixture(scope="module")
def plain() -> Iterator[None]:
    """Empty papers and pages of refusal: who may have what does not depend on what they say."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.documents.pdf.render", lambda *_given, **_named: b"%PDF-1.7")
        patch.setattr("app.errors.render_template", lambda *_given, **_named: "")
        yield


@pytest.fixture(scope="module")
def papers_are_empty() -> Iterator[None]:
    """Empty papers, for what does not depend on them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.documents.pdf.render", lambda *_given, **_named: b"%PDF-1.7")
        yield
