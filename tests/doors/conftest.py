"""One house for each module: built once, and every request leaves it as it was."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
import time_machine
from flask import Flask

from app.database import db
from tests.conftest import NOW
from tests.doors.table import rows
from tests.doors.world import World, built
from tests.support.databases import Databases, PostgresqlDatabase, SqliteDatabase, empty_folder
from tests.support.visitors import Visitor

OPENERS = ("coordinator", "administrator", "leadership", "chair", "responsible", "verifier", "participant", None)
"""Who is tried in turn until one may open a page; None is a stranger."""


@dataclass
class House:
    """The application, who and what is in it, and how often a request wanted to keep what it had done."""

    app: Flask
    world: World
    commits: Callable[[], int]


@pytest.fixture(scope="module")
def house(databases: Databases) -> Iterator[House]:
    """The world on SQLite, at the tests' time; what requests change is rolled back instead of committed."""
    with opened(databases.sqlite()) as house:
        yield house


@contextmanager
def opened(database: SqliteDatabase | PostgresqlDatabase) -> Iterator[House]:
    """Give a house on a database."""
    database.empty()
    empty_folder(database.data)
    with time_machine.travel(NOW, tick=False), database.app.app_context(), pytest.MonkeyPatch.context() as patch:
        world, session = built(), _Forgetful()
        patch.setattr("app.database.transactions.db", SimpleNamespace(session=session))
        yield House(database.app, world, lambda: session.commits)
        db.session.rollback()


class _Forgetful:
    """The session of the database, for which a commit is a check of all constraints and then a rollback."""

    commits = 0

    def __call__(self) -> "_Forgetful":
        """Stand in for the session of this moment too."""
        return self

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
        patch.setattr("app.pdf.pdf.render", lambda *_given, **_named: b"%PDF-1.7")
        patch.setattr("app.errors.render_template", lambda *_given, **_named: "")
        yield


@pytest.fixture(scope="module")
def papers_are_empty() -> Iterator[None]:
    """Empty papers, for what does not depend on them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.pdf.pdf.render", lambda *_given, **_named: b"%PDF-1.7")
        yield


class Door(NamedTuple):
    """A page and the role that opens it."""

    role: str | None
    path: str


@pytest.fixture(scope="module")
def doors(house: House, papers_are_empty: None) -> list[Door]:
    """Every page that the route map knows, its own things filled in."""
    visitors = {role: Visitor(house.app, house.world.people.get(role or "")) for role in OPENERS}
    named = {row.policy: row.thing for row in reversed(list(rows())) if row.thing}
    found = []
    for rule in sorted(house.app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if "GET" not in (rule.methods or set()) or rule.rule.startswith(("/api/v1", "/static")):
            continue
        policy = house.app.view_functions[rule.endpoint].policy  # type: ignore[attr-defined]
        path = house.world.address(house.app, rule, named.get(policy.name) if policy else None)
        role = next((role for role, visitor in visitors.items() if _is_page(visitor, path)), "nobody")
        if role != "nobody":
            found.append(Door(role, path))
    return found


def _is_page(visitor: Visitor, path: str) -> bool:
    with visitor.client.get(path) as told:  # a file is closed again
        return told.status_code == 200 and told.mimetype == "text/html" and b"<html" in told.data
