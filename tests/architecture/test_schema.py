"""`flask db` walks the schema, and nobody else pays for Alembic."""

import subprocess
import sys

import pytest

from app import schema
from app.database import db


def told(app, *arguments, code=0):
    result = app.test_cli_runner().invoke(args=["db", *arguments])
    assert result.exit_code == code, result.output
    return result.output


@pytest.mark.parametrize("act", ["upgrade", "downgrade", "revision", "migrate", "check", "current", "history", "heads"])
@pytest.mark.one_database
def test_the_usual_commands_are_there(app, act):
    assert act in told(app, "--help")
    assert "Usage" in told(app, act, "--help")


def test_the_database_goes_back_and_forth_by_command(fresh):
    told(fresh, "upgrade")
    assert told(fresh, "current") == told(fresh, "heads") == f"{schema.newest_revision()} (head)\n"
    told(fresh, "downgrade")
    assert "(head)" not in told(fresh, "current")
    told(fresh, "upgrade")
    assert "No new upgrade operations" in told(fresh, "check")
    with db.engine.connect() as connection:
        assert schema.revision_of(connection) == schema.newest_revision()


@pytest.mark.one_database
def test_a_revision_that_is_not_there_is_one_sentence(app):
    assert told(app, "upgrade", "0000", code=1).startswith("Error: ")


@pytest.mark.one_database
@pytest.mark.parametrize(
    "costly",
    [
        "'alembic' in sys.modules",
        "any(one.configured for one in Model.registry.mappers)",  # one alias at the level of a module is enough
    ],
    ids=["alembic", "mappers"],
)
def test_a_start_pays_for_nothing_that_most_commands_do_without(database, costly):
    asked = f"import sys, wsgi; from app.database import Model; print({costly})"
    environment = {"SECRET_KEY": "only-for-tests", "DATA_DIR": str(database.data), "PATH": "/usr/bin:/bin"}
    answer = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert answer.stdout == "False\n"
