"""Databases and backups of the earlier history, which ended with revision 0047, go on with the present migrations.

`at_0047/` holds what the last commit with that history wrote: a public and a secret forum, an agreement each, 421 rows
with a sealed audit trail, as dumps of SQLite and PostgreSQL and as a backup.
"""

import gzip
import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.util import CommandError
from flask_migrate import upgrade
from sqlalchemy import select, text

from app.accounts.models import Person
from app.backup import rows
from app.backup.archive import OWN
from app.database import db, schema
from app.search.ddl import is_in_models
from app.search.trigrams import SUFFIX, Sought, contains
from tests.architecture.test_upgrades import assert_nothing_lost, contents, tables
from tests.support.repository import ROOT

pytestmark = pytest.mark.every_database

KEPT = Path(__file__).parent / "at_0047"
BACKUP = KEPT / "backup.zip"
SEALED = "the chain holds: 33 sealed"
ADDED = """
import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = {newest!r}


def upgrade():
    op.add_column("organisations", sa.Column("motto", sa.String(), nullable=False, server_default=""))
    op.execute("UPDATE organisations SET motto = short_name || '!'")
"""


def load():
    """Load the dump of the earlier history into an empty database."""
    dump = gzip.decompress((KEPT / f"{db.engine.dialect.name}.sql.gz").read_bytes()).decode()
    if db.engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(db.engine.url.database)) as connection:
            connection.executescript(dump)
    else:
        url = db.engine.url.set(drivername="postgresql")
        with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
            connection.execute(dump)


@pytest.fixture
def earlier(fresh):
    """An application on a database at the end of the earlier history."""
    load()
    return fresh


def run(app, *words, code=0):
    """Run a command of Flask's; return what it said."""
    db.session.remove()
    result = app.test_cli_runner().invoke(args=[str(word) for word in words])
    assert result.exit_code == code, result.output
    return result.output


def revision():
    with db.engine.connect() as connection:
        return schema.revision_of(connection)


def set_revision(name):
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :name"), {"name": name})


def flask_db_upgrade(app):
    """Run `flask db upgrade` as a process of its own."""
    settings = app.extensions["settings"]
    environment = {
        "SECRET_KEY": "only-for-tests",
        "DATABASE_URL": settings.database_url,
        "DATA_DIR": str(settings.data_dir),
        "PATH": "/usr/bin:/bin",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_a_database_of_the_earlier_history_gets_a_new_revision_and_keeps_every_row(earlier):
    before = contents(tables())
    upgrade(revision=schema.FIRST)
    assert revision() == schema.FIRST
    assert contents(tables()) == before
    assert sum(len(found) for name, found in before.items() if SUFFIX not in name) == 421


def test_a_database_of_the_earlier_history_is_upgraded_to_the_newest_revision(earlier):
    before = contents(tables())
    assert f"is at revision {schema.REPLACED}" in run(earlier, "audit", "verify", code=1)
    assert flask_db_upgrade(earlier).returncode == 0
    assert revision() == schema.newest_revision()
    assert_nothing_lost(before, contents(tables()))
    assert SEALED in run(earlier, "audit", "verify")
    with db.engine.connect() as connection:
        options = {"compare_type": True, "include_object": is_in_models}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), db.metadata) == []


def test_what_is_written_after_a_takeover_is_found_by_its_parts_and_recorded_for_good(earlier):
    upgrade()
    person = db.session.scalars(select(Person).where(Person.name.contains("Nurhaliza"))).one()
    person.name = "Zubaidah"
    db.session.commit()
    columns = Person.name, Person.email, Person.position
    named = [
        db.session.scalars(select(Person.id).where(contains(Sought.of(part), *columns)))
        for part in ("nurhaliza", "ubaida")
    ]
    assert [list(ids) for ids in named] == [[], [person.id]]
    with pytest.raises(Exception, match="the record is append-only"):
        db.session.execute(text("DELETE FROM audit_rows"))


def test_a_takeover_that_is_rolled_back_leaves_the_database_as_it_was(earlier):
    with db.engine.connect() as connection, connection.begin() as transaction:
        schema.upgrade_connection(connection)
        assert schema.revision_of(connection) == schema.newest_revision()
        transaction.rollback()
    assert revision() == schema.REPLACED


@pytest.mark.parametrize("old", ["0001", "0045"])
def test_a_database_at_an_earlier_revision_is_refused_and_left_alone(earlier, old):
    set_revision(old)
    before = contents(tables())
    sentence = schema.too_old(old)
    assert f"bring it to revision {schema.REPLACED} first" in sentence
    with db.engine.connect() as connection, pytest.raises(CommandError, match=sentence):
        schema.upgrade_connection(connection)
    assert sentence in run(earlier, "audit", "verify", code=1)
    assert contents(tables()) == before
    assert revision() == old


@pytest.mark.parametrize("at", ["0031", "9999"])
def test_the_command_refuses_in_one_line_a_revision_that_it_cannot_upgrade(earlier, at):
    set_revision(at)
    answer = flask_db_upgrade(earlier)
    [line] = answer.stderr.splitlines()
    expected = schema.too_old(at) if at in schema.TOO_OLD else f"Can't locate revision identified by '{at}'"
    assert answer.returncode == 1
    assert line.startswith("Error: ")
    assert expected in line


def rows_of(backup):
    """Return the rows of a backup, by table."""
    with zipfile.ZipFile(backup) as archive:
        names = json.loads(archive.read("manifest.json"))["rows"]
        return {name: lines(archive.read(f"tables/{name}.jsonl").decode().splitlines()) for name in names}


def lines(jsonl):
    return [json.loads(line) for line in jsonl]


def rows_there():
    """Return the rows of the instance as a backup holds them."""
    return {table.name: lines(rows.dump(table)) for table in db.metadata.sorted_tables if table.name not in OWN}


def with_revision(path, name):
    """Write the backup to `path` as if it had been made at another revision."""
    with zipfile.ZipFile(BACKUP) as whole, zipfile.ZipFile(path, "w") as other:
        for member in whole.namelist():
            content = whole.read(member)
            if member == "manifest.json":
                content = json.dumps({**json.loads(content), "revision": name}).encode()
            other.writestr(member, content)
    return path


def test_a_backup_of_the_earlier_history_is_restored(fresh):
    run(fresh, "restore", BACKUP)
    assert revision() == schema.newest_revision()
    assert_nothing_lost(rows_of(BACKUP), rows_there())
    assert SEALED in run(fresh, "audit", "verify")


def test_a_backup_of_the_earlier_history_replaces_what_an_instance_of_it_holds(earlier):
    assert "is not empty" in run(earlier, "restore", BACKUP, code=1)
    run(earlier, "restore", BACKUP, "--replace")
    assert revision() == schema.newest_revision()
    assert_nothing_lost(rows_of(BACKUP), rows_there())


@pytest.mark.one_database
@pytest.mark.parametrize("at", ["0001", "0045"])
def test_a_backup_of_an_earlier_revision_is_refused_in_one_line(fresh, tmp_path, at):
    upgrade()
    [line] = run(fresh, "restore", with_revision(tmp_path / "old.zip", at), code=1).splitlines()
    assert line == f"Error: the backup {schema.too_old(at)}"
    assert rows_there()["people"] == []


@pytest.fixture
def later_release(tmp_path, monkeypatch):
    """The present migrations and one more, which adds a column and fills it."""
    folder = tmp_path / "migrations"
    shutil.copytree(schema.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9001_mottos.py").write_text(ADDED.format(newest=schema.newest_revision()))
    monkeypatch.setattr(schema, "FOLDER", folder)
    schema.newest_revision.cache_clear()
    yield
    schema.newest_revision.cache_clear()


def mottos():
    return set(db.session.scalars(text("SELECT motto FROM organisations")))


@pytest.mark.parametrize("replaced", [False, True])
def test_an_older_backup_is_migrated_while_it_is_restored(fresh, later_release, replaced):
    if replaced:
        load()
    run(fresh, "restore", BACKUP, *(["--replace"] if replaced else []))
    assert revision() == "9001"
    assert_nothing_lost(rows_of(BACKUP), rows_there())
    assert mottos() == {f"{row['short_name']}!" for row in rows_of(BACKUP)["organisations"]}
    assert SEALED in run(fresh, "audit", "verify")


@pytest.mark.one_database
def test_an_older_backup_that_lacks_a_table_is_refused(fresh, later_release, tmp_path):
    with zipfile.ZipFile(BACKUP) as whole, zipfile.ZipFile(tmp_path / "less.zip", "w") as less:
        manifest = json.loads(whole.read("manifest.json"))
        del manifest["rows"]["seats"]
        less.writestr("manifest.json", json.dumps(manifest))
    assert "other tables than revision" in run(fresh, "restore", tmp_path / "less.zip", code=1)
