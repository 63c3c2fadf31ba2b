"""A restore that fails at any point leaves the instance as it was or as the backup has it, and says which."""

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import time
import zipfile
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import OperationalError

from app.backup import exchange, journal, restoring
from app.database import db
from app.files.models import StoredFile
from app.files.store import content_of, keep
from app.jobs.leader import leader_lock
from app.organisations.models import Organisation
from tests.app.backup.test_backup import AT, empty, everything, fill, run
from tests.app.database.test_service_errors import disk_full
from tests.factories import PersonFactory
from tests.support.databases import app_for

pytestmark = pytest.mark.every_database

KEY = "only-for-tests"
"""The key with which the tests' application signs."""


@pytest.fixture
def copy(app, database, tmp_path):
    """A backup; the instance has other data and another key since."""
    drop_schemas()  # of restores in other tests
    database.data.joinpath("secret-key").write_text(KEY)
    fill()
    keep(b"%PDF-1.7 of both", name="a.pdf", media_type="application/pdf", by=None, at=AT)
    run(app, "backup", tmp_path / "copy.zip")
    empty(database)
    database.data.joinpath("secret-key").write_text("another key")
    PersonFactory(name="Wayan")
    keep(b"%PDF-1.7 of both", name="a.pdf", media_type="application/pdf", by=None, at=AT)
    keep(b"%PDF-1.7 an old one", name="b.pdf", media_type="application/pdf", by=None, at=AT)
    db.session.commit()
    yield tmp_path / "copy.zip"
    drop_schemas()


def drop_schemas():
    """Remove the schemas in which restores kept tables."""
    db.session.rollback()
    with db.engine.begin() as connection:
        for name in kept_schemas(connection):
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))


def kept_schemas(connection):
    """Return the schemas that restores made."""
    names = inspect(connection).get_schema_names() if connection.dialect.name == "postgresql" else []
    return [name for name in names if name.startswith(("before_restore_", "restored"))]


def held(database):
    """Return the data of an instance: rows, file contents and key."""
    db.session.rollback()
    contents = {stored.sha256: content_of(stored) for stored in db.session.scalars(select(StoredFile))}
    found = everything(), contents, database.data.joinpath("secret-key").read_text()
    db.session.rollback()
    return found


def is_new(database):
    """Return whether the instance holds the backup. Fails if it holds neither the backup nor its earlier data."""
    found, contents, key = held(database)
    new = "Wayan" not in "".join(found["people"])
    assert len(found["people"]) == 1
    assert len(contents) == 2
    assert key == (KEY if new else "another key")
    return new


def leftovers(database):
    """Return the names of the folders and schemas that a restore left."""
    with db.engine.connect() as connection:
        schemas = kept_schemas(connection)
    named = ("before-restore-", ".restoring-", "restoring")
    folders = [path.name for path in database.data.iterdir() if path.name.startswith(named) and path.is_dir()]
    return sorted([*schemas, *folders])


def assert_settled(database, *, new):
    """Check that the earlier data is kept after an exchange, and that nothing is left over otherwise."""
    left = leftovers(database)
    assert all(name.startswith(("before-restore-", "before_restore_")) for name in left)
    many = 2 if db.engine.dialect.name == "postgresql" else 1
    assert len(left) == (many if new else 0)


def forged(copy, change, *, honest=False):
    """Return a backup whose members went through `change(name, content)`; `honest` ones have a manifest that agrees."""
    path = copy.with_name("forged.zip")
    with zipfile.ZipFile(copy) as whole:
        members = {name: change(name, whole.read(name)) for name in whole.namelist()}
    if honest:
        manifest = json.loads(members["manifest.json"])
        for table in manifest["rows"]:
            content = members[f"tables/{table}.jsonl"]
            manifest["rows"][table] = content.count(b"\n")
            manifest["sha256"][table] = hashlib.sha256(content).hexdigest()
        members["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            if content is not None:
                archive.writestr(name, content)
    return path


def people(edit):
    """Return a change of the rows of people."""
    return lambda name, content: edit(content) if name == "tables/people.jsonl" else content


def revision(content):
    return json.dumps({**json.loads(content), "revision": "0000"}).encode()


DAMAGES = {
    "a line is cut": (people(lambda content: content[:-20]), "line 1 of people cannot be read"),
    "a line lacks a column": (people(lambda content: content.replace(b'"email"', b'"mail"')), "other columns"),
    "a row is gone": (people(lambda _content: b""), "people has 0 rows"),
    "a row was changed": (people(lambda content: content.replace("🙂".encode(), b"x")), "people was changed"),
    "a table is gone": (people(lambda _content: None), "people cannot be read"),
    "a content was changed": (lambda name, c: b"x" if name.startswith("files/") else c, "was changed"),
    "a content is gone": (lambda name, c: None if name.startswith("files/") else c, "lacks the content"),
    "another revision": (lambda name, c: revision(c) if name == "manifest.json" else c, "the release that made it"),
    "no manifest": (lambda name, c: None if name == "manifest.json" else c, "is not a backup"),
}


@pytest.mark.one_database
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_changes_nothing(app, database, copy, damage):
    change, because = DAMAGES[damage]
    before = held(database)
    said = run(app, "restore", forged(copy, change), "--replace", code=1)
    assert because in said
    assert len(said.splitlines()) == 1
    assert held(database) == before
    assert leftovers(database) == []


@pytest.mark.one_database
def test_a_backup_that_was_cut_off_changes_nothing(app, database, copy):
    before = held(database)
    content = copy.read_bytes()
    for length in (0, 100, len(content) // 2, len(content) - 1):
        copy.write_bytes(content[:length])
        assert "is not a backup of Selaras, or is damaged" in run(app, "restore", copy, "--replace", code=1)
    assert held(database) == before


def test_a_row_that_the_database_refuses_changes_nothing(app, database, copy):
    before = held(database)

    def change(name, content):
        if name != "tables/people.jsonl":
            return content
        row = json.loads(content)
        return json.dumps({**row, "organisation_id": row["id"]}).encode() + b"\n"

    said = run(app, "restore", forged(copy, change, honest=True), "--replace", code=1)
    assert "nothing was changed" in said
    assert held(database) == before
    assert leftovers(database) == []


def test_without_room_nothing_is_begun(app, database, copy, monkeypatch):
    before = held(database)
    usage = shutil.disk_usage(copy)._replace(free=10)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    with zipfile.ZipFile(copy) as archive:
        new = [name for name in archive.namelist() if name.startswith("files/")]
    assert len(new) == 2
    assert "has no room" in run(app, "restore", copy, "--replace", code=1)
    assert held(database) == before
    assert leftovers(database) == []


@pytest.mark.one_database
def test_a_disk_that_fills_up_changes_nothing(app, database, copy, monkeypatch):
    old = held(database)
    with ExitStack() as stack:
        after(monkeypatch, restoring, "_require_room", lambda: stack.enter_context(disk_full()))
        said = run(app, "restore", copy, "--replace", code=1)
    assert "nothing was changed" in said
    assert held(database) == old
    assert leftovers(database) == []


FULL = OperationalError("INSERT", None, psycopg.errors.DiskFull("could not extend file: No space left on device"))


@pytest.mark.parametrize("trouble", [FULL, OSError(28, "No space left on device"), KeyboardInterrupt()], ids=str)
def test_what_breaks_after_the_rows_arrived_changes_nothing(app, database, copy, monkeypatch, trouble):
    before = held(database)
    after(monkeypatch, exchange, "fill", lambda: raise_(trouble))
    said = run(app, "restore", copy, "--replace", code=1)
    assert "No space left on device; nothing was changed" in said or "Aborted!" in said
    assert held(database) == before
    assert leftovers(database) == []


def test_what_breaks_after_the_exchange_leaves_the_backup_and_says_so(app, database, copy, monkeypatch):
    after(monkeypatch, exchange, "replace", lambda: raise_(OSError(28, "No space left on device")))
    said = run(app, "restore", copy, "--replace", code=1)
    assert "No space left on device; the instance holds the backup" in said
    assert is_new(database)
    assert_settled(database, new=True)


def raise_(error):
    raise error


def after(monkeypatch, module, name, act):
    """Patch a function so that `act` is called after it."""
    function = getattr(module, name)

    def called(*arguments, **options):
        try:
            return function(*arguments, **options)
        finally:
            act()

    monkeypatch.setattr(module, name, called)


def before(monkeypatch, module, name, act):
    """Patch a function so that `act` is called before it."""
    function = getattr(module, name)

    def called(*arguments, **options):
        act()
        return function(*arguments, **options)

    monkeypatch.setattr(module, name, called)


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def restore_in_child(copy, prepare=lambda: None):
    """Start a restore in a child process and return its id."""
    db.session.remove()
    db.engine.dispose()
    child = os.fork()
    if not child:
        try:
            prepare()
            restoring.restore(copy, replace=True)
        finally:
            os._exit(3)
    return child


def killed(copy, prepare):
    """Start a restore in a child process after `prepare`, and return whether it was killed."""
    status = os.waitpid(restore_in_child(copy, prepare), 0)[1]
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


STEPS = {
    "before anything is read": (before, restoring, "check", False),
    "before room is looked for": (before, restoring, "_require_room", False),
    "before it begins": (before, journal, "begin", False),
    "when it has begun": (after, journal, "begin", False),
    "when files are kept": (after, restoring, "_keep_files", False),
    "when contents are there": (after, restoring, "_bring_contents", False),
    "when the key lies ready": (after, restoring, "_bring_key", False),
    "before rows are loaded": (before, exchange, "fill", False),
    "when rows are loaded": (after, exchange, "fill", False),
    "when the data is exchanged": (after, exchange, "replace", True),
    "when the key is in place": (before, shutil, "rmtree", True),
    "when all is done": (after, restoring, "_restore", True),
}
ONLY = {
    "sqlite": {
        "before the old file is copied": (before, exchange, "_copy", False),
        "when the old file is copied": (after, exchange, "_copy", False),
    },
    "postgresql": {
        "when the old tables moved": (after, exchange, "_move_away", False),
        "before a transaction ends": (before, journal, "mark", False),
    },
}


def test_a_restore_that_is_killed_leaves_the_old_or_the_new(app, database, copy):
    settings = app.extensions["settings"]
    old = held(database)
    for step, (when, module, name, new) in {**STEPS, **ONLY[db.engine.dialect.name]}.items():
        with pytest.MonkeyPatch.context() as patch:
            assert killed(copy, lambda: when(patch, module, name, die)), step  # noqa: B023 - called at once
        begun = journal.folder_in(settings.data_dir).exists()
        became = journal.finish(settings)
        assert is_new(database) is new, step
        assert became == ((journal.NEW if new else journal.OLD) if begun else None), step
        assert_settled(database, new=new)
        if new:
            go_back(database)
        assert held(database) == old, step


def go_back(database):
    """Bring back the data that a restore kept, as docs/operations.md describes."""
    [kept] = database.data.glob("before-restore-*")
    db.session.remove()
    db.engine.dispose()
    if db.engine.dialect.name == "sqlite":
        for suffix in ("-wal", "-shm"):
            database.file.with_name(database.file.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(kept / "selaras.sqlite", database.file)
    else:
        with db.engine.begin() as connection:
            [schema] = kept_schemas(connection)
            for statement in (
                "ALTER SCHEMA public RENAME TO restored",
                f"ALTER SCHEMA {schema} RENAME TO public",
                "ALTER EXTENSION pg_trgm SET SCHEMA public",
                "DROP SCHEMA restored CASCADE",
            ):
                connection.execute(text(statement))
    shutil.copytree(kept / "files", database.data / "files", dirs_exist_ok=True, copy_function=copy_missing)
    shutil.copy2(kept / "secret-key", database.data)
    shutil.rmtree(kept)


def copy_missing(source, target):
    """Copy a file as `cp -n` does."""
    if not Path(target).exists():
        shutil.copy2(source, target)


def test_a_restore_that_is_killed_at_any_moment_leaves_the_old_or_the_new(app, database, copy):
    settings, outcomes = app.extensions["settings"], []
    began = time.monotonic()
    os.waitpid(restore_in_child(copy), 0)
    whole = time.monotonic() - began
    assert journal.finish(settings) is None
    go_back(database)
    for part in range(1, 5):
        child = restore_in_child(copy)
        time.sleep(whole * part / 4)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        became = journal.finish(settings)
        new = is_new(database)
        assert became in {journal.NEW if new else journal.OLD, None}
        assert_settled(database, new=new)
        outcomes.append(new)
        if new:
            go_back(database)
    assert False in outcomes


def test_what_was_there_is_kept_and_the_command_says_where(app, database, copy):
    old = held(database)
    said = run(app, "restore", copy, "--replace")
    assert is_new(database)
    [kept] = database.data.glob("before-restore-*")
    assert f"To remove it: rm -r {kept}" in said
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as connection:
            [schema] = kept_schemas(connection)
        assert f"DROP SCHEMA {schema} CASCADE;" in said
    go_back(database)
    assert held(database) == old


@pytest.mark.one_database
def test_a_start_settles_a_restore_that_was_killed_and_says_what_became_of_it(app, database, copy, monkeypatch):
    with pytest.MonkeyPatch.context() as patch:
        assert killed(copy, lambda: after(patch, exchange, "replace", die))
    settings = app.extensions["settings"]
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("DATA_DIR", str(settings.data_dir))
    monkeypatch.delenv("SECRET_KEY", raising=False)
    from app import create_app

    with capture() as said:
        started = create_app()
    assert "A restore was interrupted: the instance holds the backup." in said
    assert started.secret_key == KEY
    assert is_new(database)


@contextmanager
def capture():
    """Collect what is written to standard error by click."""
    import click

    said = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(click, "echo", lambda text, err: said.append(text))
        yield said


@pytest.mark.one_database
def test_nothing_starts_while_a_restore_is_at_work(app, database, copy, monkeypatch):
    settings = app.extensions["settings"]
    monkeypatch.setattr(journal, "PATIENCE", 0)
    with journal.alone(settings.data_dir):
        journal.begin(settings.data_dir)
        with pytest.raises(SystemExit, match="A restore is at work"):
            journal.finish(settings)
        assert "another restore is at work" in run(app, "restore", copy, "--replace", code=1)
    assert journal.finish(settings) == journal.OLD


def test_a_running_scheduler_keeps_a_restore_from_beginning(app, database, copy):
    lock = leader_lock(app)
    assert lock.acquire()
    try:
        assert "a scheduler is running" in run(app, "restore", copy, "--replace", code=1)
    finally:
        lock.release()
    assert not is_new(database)


def test_a_database_that_others_use_is_not_replaced(app, database, copy, monkeypatch):
    monkeypatch.setattr(restoring, "PATIENCE", 0.2)
    other = app_for(app.extensions["settings"].database_url, database.data)
    with other.app_context():
        db.session.scalars(select(Organisation)).all()
        db.session.commit()
    assert "in use" in run(app, "restore", copy, "--replace", code=1)
    with other.app_context():
        db.engine.dispose()
    assert not is_new(database)
    run(app, "restore", copy, "--replace")
    assert is_new(database)


@pytest.mark.one_database
@pytest.mark.parametrize("where", ["foreign", "no-folder", "away"])
def test_a_database_that_cannot_be_used_is_named_in_one_line(app, copy, tmp_path, where):
    tmp_path.joinpath("foreign.sqlite").write_text("no database at all " * 100)
    urls = {
        "foreign": f"sqlite:///{tmp_path / 'foreign.sqlite'}",
        "no-folder": f"sqlite:///{tmp_path / 'none' / 'a.sqlite'}",
        "away": "postgresql://selaras@127.0.0.1:1/city",
    }
    there = app_for(urls[where], tmp_path / "there")
    with there.app_context():
        [line] = run(there, "restore", copy, code=1).splitlines()
    assert "cannot be used: " in line


@pytest.mark.one_database
def test_the_copy_of_the_old_file_is_whole_and_private(app, database, copy):
    run(app, "restore", copy, "--replace")
    [kept] = database.data.glob("before-restore-*")
    assert kept.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(kept / "selaras.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT name FROM people").fetchall() == [("Wayan",)]
