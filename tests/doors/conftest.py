"""One house for each module: built once, and every request leaves it as it was."""

from collections.abc import Iterator
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
    """The application, and who and what is in it."""

    app: Flask
    world: World


@pytest.fixture(scope="module")
def house(databases: Databases) -> Iterator[House]:
    """The world on SQLite, at the tests' time; what requests change is rolled back instead of committed."""
    database = databases.sqlite()
    database.empty()
    empty_folder(database.data)
    with time_machine.travel(NOW, tick=False), database.app.app_context(), pytest.MonkeyPatch.context() as patch:
        world = built()
        patch.setattr("app.transactions.db", SimpleNamespace(session=_Forgetful()))
        yield House(database.app, world)
        db.session.rollback()


class _Forgetful:
    """The session of the database, for which a commit is a check of all constraints and then a rollback."""

    def commit(self) -> None:
        """Write everything, and take it back."""
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
