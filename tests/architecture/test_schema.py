"""`flask db` migrates the schema."""

import subprocess
import sys

import pytest

from app.database import db, schema
from tests.support.repository import ROOT

pytestmark = pytest.mark.every_database


def flask_db(app, *arguments):
    return app.test_cli_runner().invoke(args=["db", *arguments])


def revision():
    with db.engine.connect() as connection:
        return schema.revision_of(connection)


def test_the_database_is_migrated_forwards_and_backwards_by_command(fresh):
    assert flask_db(fresh, "upgrade").exit_code == 0
    assert revision() == schema.newest_revision()
    assert flask_db(fresh, "downgrade").exit_code == 0
    assert revision() != schema.newest_revision()
    assert flask_db(fresh, "upgrade").exit_code == 0
    assert flask_db(fresh, "check").exit_code == 0
    assert revision() == schema.newest_revision()


@pytest.mark.one_database
def test_a_revision_that_is_not_there_is_refused_without_a_traceback(app):
    settings = app.extensions["settings"]
    environment = {
        "SECRET_KEY": "only-for-tests",
        "DATABASE_URL": settings.database_url,
        "DATA_DIR": str(settings.data_dir),
        "PATH": "/usr/bin:/bin",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade", "0000"]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert answer.returncode == 1
    assert "0000" in answer.stderr
    assert "Traceback" not in answer.stderr
