"""Web and scheduler say at their start, in one line each, what keeps an instance from serving people."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from tests.app.checks.conftest import PRODUCTION
from tests.support.postgresql import free_port
from tests.support.processes import wait_until
from tests.support.repository import ROOT

pytestmark = pytest.mark.one_database

AWAY = "postgresql://selaras:rahasia@127.0.0.1:9/selaras"
WITHOUT_FONTS = "import app.pdf.assets, pathlib; app.pdf.assets.STATIC = pathlib.Path('/nowhere')"
"""Imported by a process before anything else, as sitecustomize."""


def program(kind):
    web = ["gunicorn", "wsgi:app", "--no-control-socket", "--bind", f"127.0.0.1:{free_port()}"]
    return [sys.executable, "-m", *{"web": web, "scheduler": ["flask", "--app", "wsgi", "scheduler", "run"]}[kind]]


@pytest.fixture
def environ(tmp_path):
    """The environment of a production instance whose data directory is new."""
    tmp_path.chmod(0o700)
    return {**PRODUCTION, "DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}


@pytest.fixture
def migrated(app, database, environ, tmp_path):
    """Place an empty instance of the present schema in the data directory, with the name of a unit."""
    with (
        closing(sqlite3.connect(database.template)) as source,
        closing(sqlite3.connect(tmp_path / "selaras.sqlite")) as copy,
    ):
        source.backup(copy)
    return tmp_path / "selaras.sqlite"


def refused(kind, environ):
    """Start a process that must not start; return the findings that it prints."""
    done = subprocess.run(program(kind), cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "rahasia" not in done.stderr
    return [line for line in done.stderr.splitlines() if " [INFO] " not in line]


def started(kind, environ, log):
    """Start a process until it serves or runs jobs, then stop it; return the findings that it prints before."""
    sign = {"web": "Booting worker", "scheduler": "scheduler.leading"}[kind]
    with log.open("wb") as file:
        process = subprocess.Popen(program(kind), cwd=ROOT, env=environ, stdout=file, stderr=file)
    try:
        wait_until(lambda: sign in log.read_text() or process.poll() is not None)
    finally:
        process.terminate()
        assert process.wait(60) == 0, log.read_text()
    return [
        line for line in log.read_text().partition(sign)[0].splitlines() if line.startswith(("fault: ", "advice: "))
    ]


both = pytest.mark.parametrize("kind", ["web", "scheduler"])


@both
def test_a_database_that_is_away_stops_the_start(kind, environ):
    [line] = refused(kind, {**environ, "DATABASE_URL": AWAY})
    assert line.startswith("fault: The database selaras on 127.0.0.1:9 cannot be used: ")
    assert line.endswith("Check DATABASE_URL, and that the database server is running.")


@both
@pytest.mark.parametrize("environment", ["production", "development"])
def test_an_empty_database_stops_the_start(kind, environ, tmp_path, environment):
    [line] = refused(kind, {**environ, "SELARAS_ENV": environment})
    assert line == f"fault: The database {tmp_path}/selaras.sqlite is empty. Run: script/flask db upgrade"


@both
def test_a_database_that_lacks_migrations_stops_the_start(kind, environ, migrated):
    with closing(sqlite3.connect(migrated)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0054'")
        connection.commit()
    [line] = refused(kind, environ)
    assert "is at revision 0054, this release needs" in line
    assert line.endswith("Run: script/flask db upgrade")


def test_missing_fonts_stop_the_start(environ, migrated, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(WITHOUT_FONTS)
    lines = refused("web", {**environ, "PYTHONPATH": f"{tmp_path}:{ROOT}"})
    fonts = [line for line in lines if line.startswith("fault: A font of documents is missing: ")]
    assert len(fonts) == 1
    assert fonts[0].endswith(" Run: script/setup")


def test_a_placeholder_for_the_mail_server_stops_the_start(environ, migrated):
    [line] = refused("web", {**environ, "MAIL_URL": "smtps://forum:password@mail.example:465"})
    assert line.startswith("MAIL_URL: The mail server is a placeholder")


@both
def test_what_is_set_up_on_pages_is_said_and_stops_nothing(kind, environ, migrated, tmp_path):
    """Nobody can create the administrator or name the unit before the instance runs."""
    unset = {name: value for name, value in environ.items() if name != "SELARAS_UNIT"}
    assert started(kind, unset, tmp_path / "log") == [
        "fault: Pages, letters and mails name the default unit, Selaras. "
        "Enter the name of the unit under Settings, Organisation and letterhead.",
        "fault: Nobody can administer this instance. Run: script/flask accounts create-administrator you@your-domain",
    ]


def test_outside_production_only_faults_are_said(environ, migrated, tmp_path):
    assert started("web", {**environ, "SELARAS_ENV": "development"}, tmp_path / "log") == []
