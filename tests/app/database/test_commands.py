"""Commands against a database that cannot be used say why in one line; interrupted ones end without a traceback."""

import os
import signal
import sqlite3
import subprocess
import sys
from functools import cache, partial

import click
import psycopg
import pytest
from sqlalchemy import text

from app.database import db
from app.database.commands import DatabaseCommand
from tests.support.databases import app_for
from tests.support.repository import ROOT

pytestmark = pytest.mark.every_database

COMMANDS = {
    "accounts create-administrator": ["accounts", "create-administrator", "sari@data.example"],
    "accounts first-administrator": ["accounts", "first-administrator"],
    "accounts token": ["accounts", "token", "sari@data.example", "--name", "laporan"],
    "audit verify": ["audit", "verify"],
    "backup": ["backup", "{folder}/copy.zip"],
    "demo load": ["demo", "load"],
    "digests build": ["digests", "build", "--kind", "monthly", "--period", "2026-10", "--json"],
    "forums import": ["forums", "import", "{folder}/a.ics", "--forum", "data"],
    "indicators rebuild": ["indicators", "rebuild", "--since", "2026-11-20"],
    "outbox deliver": ["outbox", "deliver"],
    "outbox list": ["outbox", "list"],
    "scheduler status": ["scheduler", "status"],
    "scheduler tick": ["scheduler", "tick"],
    "search rebuild": ["search", "rebuild"],
}
"""One call of every command that needs the present schema."""

ANY_SCHEMA = {"restore": ["restore", "{folder}/copy.zip"]}
"""Commands that use a database of any schema."""

WITHOUT = {
    "check",
    "calendar occurrences",
    "calendar read",
    "calendar receive",
    "docs permissions",
    "scheduler run",
    "version",
}
"""Commands that need no database, or report in their own way that it cannot be used."""

every_command = pytest.mark.parametrize("command", COMMANDS)


def leaves(group, *before):
    """Yield the names and objects of all commands below a group."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command, *before, name)
        else:
            yield " ".join([*before, name]), command


def refusal(app, folder, words):
    """Run a command that must be refused and return its only line."""
    (folder / "a.ics").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    result = app.test_cli_runner().invoke(args=[word.format(folder=folder) for word in words])
    assert (result.exit_code, result.stdout) == (1, ""), result.output
    assert isinstance(result.exception, SystemExit)
    [line] = result.stderr.splitlines()
    assert line.startswith("Error: ")
    return line


@cache
def on_sqlite(folder, state):
    """Return an application on an SQLite file that is missing, empty or no database."""
    file = folder / f"{state}.sqlite"
    if state == "empty":
        file.touch()
    if state == "foreign":
        file.write_text("no database at all " * 100)
    return app_for(f"sqlite:///{file}", folder / state)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder for the databases of this file."""
    return tmp_path_factory.mktemp("commands")


@pytest.mark.one_database
def test_every_command_says_whether_it_needs_the_database(app):
    found = {name: one for name, one in leaves(app.cli) if not name.startswith("db ")}  # those are Flask-Migrate's
    needing = {name for name, command in found.items() if isinstance(command, DatabaseCommand)}
    assert needing == {*COMMANDS, *ANY_SCHEMA}
    assert {name for name in needing if not found[name].needs_schema} == set(ANY_SCHEMA)
    assert set(found) - needing == WITHOUT


@every_command
def test_a_missing_file_is_named_and_not_made(folder, command):
    line = refusal(on_sqlite(folder, "missing"), folder, COMMANDS[command])
    assert f"{folder / 'missing.sqlite'} does not exist" in line
    assert not (folder / "missing.sqlite").exists()


@every_command
def test_an_empty_file_is_said_to_have_no_tables(folder, command):
    line = refusal(on_sqlite(folder, "empty"), folder, COMMANDS[command])
    assert "has no tables yet: run `flask db upgrade`" in line


@every_command
def test_a_file_that_is_no_database_is_named(folder, command):
    line = refusal(on_sqlite(folder, "foreign"), folder, COMMANDS[command])
    assert "foreign.sqlite cannot be used: file is not a database" in line


def pretend_revision(database, revision):
    """Let a database say that it was migrated to `revision`."""
    if db.engine.dialect.name == "sqlite":
        with sqlite3.connect(database.file) as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", [revision])
        connection.close()
    else:
        with psycopg.connect(database.url, autocommit=True) as connection:
            connection.execute("UPDATE alembic_version SET version_num = %s", [revision])


@pytest.fixture
def at_revision(app, database):
    """`at_revision("0048")` pretends a revision until the test is over."""
    with db.engine.connect() as connection:
        present = connection.scalar(text("SELECT version_num FROM alembic_version"))
    yield lambda revision: pretend_revision(database, revision)
    pretend_revision(database, present)


@every_command
def test_a_database_that_lacks_migrations_is_said_to(app, folder, at_revision, command):
    at_revision("0048")
    line = refusal(app, folder, COMMANDS[command])
    assert "is at revision 0048" in line
    assert "run `flask db upgrade`" in line


@every_command
def test_a_database_of_a_newer_release_is_left_alone(app, folder, at_revision, command):
    at_revision("9999")
    assert "was migrated by a newer release, to revision 9999" in refusal(app, folder, COMMANDS[command])


@cache
def unreachable(folder, url):
    return app_for(url, folder / "unreachable")


@every_command
def test_a_server_that_is_away_is_named_without_the_password(folder, command):
    app = unreachable(folder, "postgresql://selaras:very-secret@127.0.0.1:1/city")
    line = refusal(app, folder, COMMANDS[command])
    assert "the database city on 127.0.0.1:1 cannot be used" in line
    assert "Connection refused" in line
    assert "very-secret" not in line


def test_a_database_that_a_server_lacks_is_named(postgresql, folder):
    app = unreachable(folder, f"{postgresql.rpartition('/')[0]}/no_such_city")
    line = refusal(app, folder, COMMANDS["audit verify"])
    assert 'database "no_such_city" does not exist' in line


@pytest.mark.one_database
def test_mail_is_handed_over_again_while_a_database_lacks_migrations(app, at_revision):
    at_revision("0048")
    letter = b"From: a@b.example\r\nSubject: Hadir\r\n\r\nya\r\n"
    result = app.test_cli_runner().invoke(args=["calendar", "receive"], input=letter)
    assert result.exit_code == 75
    assert "again later" in result.stderr


@pytest.fixture
def start(app):
    """Start `flask …` as a process on the test's database."""

    def run(*words, **options):
        settings = app.extensions["settings"]
        own = {"DATABASE_URL": settings.database_url, "DATA_DIR": str(settings.data_dir)}
        return subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", *words],
            cwd=ROOT,
            env={**os.environ, **own},
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )

    return run


@pytest.mark.one_database
def test_a_command_whose_reader_went_away_ends_in_silence(start):
    read, write = os.pipe()
    os.close(read)
    process = start("docs", "permissions", stdout=write)
    os.close(write)
    said = process.communicate(timeout=60)[1]
    assert (process.returncode, said) == (1, "")


@pytest.mark.one_database
def test_an_interrupted_command_ends_without_a_traceback(start, tmp_path):
    pipe = tmp_path / "letter"
    os.mkfifo(pipe)
    heeds = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a background job of a shell ignores it
    process = start("forums", "import", str(pipe), "--forum", "data", stdin=subprocess.DEVNULL, preexec_fn=heeds)
    with pipe.open("wb"):  # opens when the command waits for its content
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[1]
    assert process.returncode != 0
    assert said.strip() == "Aborted!"


@pytest.mark.one_database
def test_migrating_a_database_that_is_away_is_refused_in_one_line(tmp_path):
    environment = {
        "SECRET_KEY": "only-for-tests",
        "DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:9/selaras",
        "DATA_DIR": str(tmp_path),
        "PATH": os.environ["PATH"],
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert result.returncode == 1
    [line] = result.stderr.splitlines()
    assert "selaras on 127.0.0.1:9 cannot be used" in line
