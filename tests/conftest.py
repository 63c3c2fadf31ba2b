"""Fixtures of all tests: applications on both databases, visitors, API clients, mail, time, a browser."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask, g, has_request_context, request, request_started
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Engine, event

from app.database import db
from app.database.engine import only_reads
from tests.factories.base import together
from tests.support.databases import Databases, PostgresqlDatabase, SqliteDatabase, empty_folder
from tests.support.mail import Sink, running_sink
from tests.support.postgresql import throw_away_server
from tests.support.programs import Program
from tests.support.visitors import OutsideClient, Statements, Visitor, client_of, counted

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
"""The time at which `clock` begins: Tuesday, 24 November 2026, 09.00 WIB."""

LONG = {"browser", "permissions", "security"}
"""Folders of the longest tests, which request every page."""

gc.set_threshold(100_000, 50, 50)  # most objects live to the end of the run: tests, applications, compiled statements

patient = hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Examples may take long: a slow machine is no failure."""
hypothesis_settings.register_profile("selaras", patient, derandomize=True)
hypothesis_settings.register_profile("explore", patient, print_blob=True)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "selaras"))

_until_the_end = ExitStack()


@request_started.connect
def _note_request(_app: Flask, **_options: Any) -> None:
    """Note which requests the application answers by GET: tests and the API open request contexts of their own."""
    g.answers_get = request.method == "GET"


@event.listens_for(Engine, "before_cursor_execute")
def _refuse_unexpected_writes(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
    """Fail a GET request that writes without `let_write()`: on SQLite it would fail while others write."""
    writes = statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
    if writes and has_request_context() and only_reads() and g.get("answers_get"):
        raise AssertionError(f"{request.method} {request.path} writes without let_write(): {statement[:200]}")


def pytest_configure(config: pytest.Config) -> None:
    """Compile translations once, before any worker starts."""
    if not hasattr(config, "workerinput"):
        subprocess.run([sys.executable, ROOT / "script/translate", "--compile"], check=True)


def pytest_configure_node(node: Any) -> None:
    """Give every worker the same PostgreSQL server."""
    if "TEST_DATABASE_URL" not in os.environ:
        os.environ["TEST_DATABASE_URL"] = _until_the_end.enter_context(throw_away_server())
    node.workerinput["postgresql"] = os.environ["TEST_DATABASE_URL"]


def pytest_unconfigure() -> None:
    """Stop the PostgreSQL server of the run."""
    _until_the_end.close()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option to run every test that uses the database on both databases."""
    parser.addoption("--every-database", action="store_true", help="run all on PostgreSQL too")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests with a database on SQLite, and on PostgreSQL if marked `every_database` or asked by the option.

    Browser tests and those marked `one_database` run on SQLite alone.
    """
    if "database" not in metafunc.fixturenames:
        return
    marked = metafunc.definition.get_closest_marker
    once = marked("one_database") or "pages" in metafunc.fixturenames
    wanted = metafunc.config.getoption("--every-database") or marked("every_database")
    metafunc.parametrize("database", ["sqlite", "postgresql"] if wanted and not once else ["sqlite"], indirect=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the longest tests first, so that no worker waits for the last test of another."""
    items.sort(key=lambda item: item.path.parent.name not in LONG)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup() -> Iterator[Any]:
    """Run each fixture in one transaction."""
    with together():
        return (yield)


@pytest.fixture(scope="session")
def postgresql(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a PostgreSQL server: TEST_DATABASE_URL, the run's own, or one started now."""
    handed_down = getattr(request.config, "workerinput", {}).get("postgresql")
    url = handed_down or os.environ.get("TEST_DATABASE_URL")
    with ExitStack() as stack:
        yield url or stack.enter_context(throw_away_server())


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """The databases of this process, each created when it is first used."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    own = tmp_path_factory.getbasetemp()
    with ExitStack() as stack:
        yield Databases(own, own.parent if worker else own, worker or "alone", stack)


@pytest.fixture
def database(request: pytest.FixtureRequest, databases: Databases) -> SqliteDatabase | PostgresqlDatabase:
    """A migrated database with its application."""
    if request.param == "sqlite":
        return databases.sqlite()
    return databases.postgresql(request.getfixturevalue("postgresql"))


@pytest.fixture
def app(database: SqliteDatabase | PostgresqlDatabase) -> Iterator[Flask]:
    """The application on an empty database, with an application context for the test."""
    database.empty()
    empty_folder(database.data)
    settings = database.app.extensions["settings"]
    with database.app.app_context():
        yield database.app
        db.session.rollback()
    database.app.extensions["settings"] = settings


@pytest.fixture
def client(app: Flask) -> OutsideClient:
    """A client without cookies and CSRF token."""
    return client_of(app)


@pytest.fixture
def as_user(app: Flask) -> Callable[..., Visitor]:
    """`as_user(person).get(endpoint, …)`; `as_user()` is not signed in."""
    return partial(Visitor, app)


@pytest.fixture
def as_program(app: Flask) -> Callable[..., Program]:
    """`as_program(person).get("/commitments")`; `as_program()` has no token. Every response is validated."""
    return partial(Program, app)


@pytest.fixture
def queries(app: Flask) -> Callable[..., AbstractContextManager[Statements]]:
    """A block that fails when its requests issue more statements than `at_most`; it yields them."""
    return lambda *, at_most=None: counted(db.engine, at_most)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The time is fixed at `NOW`; `clock.move_to(…)` and `clock.shift(…)` change it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def smtp_sink(app: Flask) -> Iterator[Sink]:
    """An SMTP server to which the application sends."""
    with running_sink() as sink:
        app.extensions["settings"] = replace(app.extensions["settings"], mail_url=sink.url)
        yield sink


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's Chromium."""
    from tests.support.browsers import running_browser

    with running_browser() as browser:
        yield browser


@pytest.fixture
def pages(app: Flask, browser: Any) -> Iterator[Any]:
    """`pages(person, width=360)` opens a page; errors on any of them fail the test at its end."""
    from tests.support.browsers import Pages, served

    with served(app) as address:
        opened = Pages(browser, app, address)
        yield opened
        opened.close()


@pytest.fixture
def page(pages: Any) -> Any:
    """A page that is not signed in, 1280 pixels wide."""
    return pages()


@pytest.fixture(scope="session")
def axe() -> Callable[[Any], None]:
    """`axe(page)` fails when axe-core finds a violation on the page."""
    from tests.support.browsers import check_accessibility

    return check_accessibility
