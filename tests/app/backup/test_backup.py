"""Backups are written while the instance works, and restored to either database."""

import json
import threading
import zipfile
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app import audit
from app.audit.models import AuditPersonal, AuditRow
from app.backup import rows, writing
from app.backup.archive import OWN
from app.database import db
from app.files.models import StoredFile
from app.files.store import content_of, keep, path_of
from app.jobs.models import Heartbeat
from app.organisations.models import Organisation
from tests.factories import OrganisationFactory, PersonFactory, SeatFactory
from tests.support.databases import empty_folder

pytestmark = pytest.mark.every_database

AT = datetime(2026, 11, 24, 2, 0, 0, 123456, tzinfo=UTC)


def run(app, *words, code=0):
    """Run a Flask command and return its output."""
    db.session.commit()
    result = app.test_cli_runner().invoke(args=[str(word) for word in words])
    db.session.expire_all()
    assert result.exit_code == code, result.output
    return result.output


def fill():
    """Make an organisation whose head works there, a seat, an act with personal values, and an upload."""
    person = PersonFactory(name="Siti “Nurhaliza” 🙂")
    organisation = person.organisation
    organisation.head = person
    OrganisationFactory(parent_id=organisation.id)
    SeatFactory(organisation=organisation)
    audit.record("person.invited", person, by=None, at=AT, personal={"name": "Siti"}, count=3)
    stored = keep(b"%PDF-1.7 a paper", name="surat.pdf", media_type="application/pdf", by=person, at=AT)
    db.session.commit()
    return stored


def everything():
    """Return every row of every table as text."""
    return {table.name: list(rows.dump(table)) for table in db.metadata.sorted_tables if table.name not in OWN}


def empty(database):
    db.session.remove()
    database.empty()
    empty_folder(database.data)


def test_a_restored_copy_equals_what_was_copied(app, database, tmp_path):
    fill()
    before = everything()
    run(app, "backup", tmp_path / "copy.zip")
    empty(database)
    run(app, "restore", tmp_path / "copy.zip")
    assert everything() == before
    assert content_of(db.session.scalars(select(StoredFile)).one()) == b"%PDF-1.7 a paper"


def test_a_copy_moves_between_the_databases(app, database, databases, postgresql, tmp_path):
    fill()
    before = everything()
    run(app, "backup", tmp_path / "copy.zip")
    here = type(database) is type(databases.sqlite())
    other = databases.postgresql(postgresql) if here else databases.sqlite()
    other.empty()
    empty_folder(other.data)
    with other.app.app_context():
        run(other.app, "restore", tmp_path / "copy.zip")
        assert everything() == before


def test_numbers_continue_after_a_restore(app, database, tmp_path):
    fill()
    run(app, "backup", tmp_path / "copy.zip")
    empty(database)
    run(app, "restore", tmp_path / "copy.zip")
    last = db.session.scalars(select(AuditRow.id)).one()
    row = audit.record("person.invited", PersonFactory(), by=None, at=AT)
    db.session.commit()
    assert row.id > last


def test_absent_values_of_json_columns_stay_absent(app, database, tmp_path):
    fill()
    run(app, "backup", tmp_path / "copy.zip")
    empty(database)
    run(app, "restore", tmp_path / "copy.zip")
    assert db.session.scalars(select(AuditPersonal)).one().details == {"name": "Siti"}


def test_an_instance_that_holds_something_is_not_overwritten_unasked(app, tmp_path):
    fill()
    run(app, "backup", tmp_path / "copy.zip")
    OrganisationFactory(name="Dinas Baru")
    told = run(app, "restore", tmp_path / "copy.zip", code=1)
    assert "not empty" in told
    assert "Dinas Baru" in db.session.scalars(select(Organisation.name)).all()
    run(app, "restore", tmp_path / "copy.zip", "--replace")
    assert "Dinas Baru" not in db.session.scalars(select(Organisation.name)).all()


def test_a_scheduler_that_has_run_does_not_make_an_instance_full(app, database, tmp_path):
    fill()
    run(app, "backup", tmp_path / "copy.zip")
    empty(database)
    db.session.add(Heartbeat(name="scheduler", leader="host:1", at=AT))
    run(app, "restore", tmp_path / "copy.zip")
    assert "scheduler" in db.session.scalars(select(Heartbeat.name)).all()


def test_a_copy_is_of_one_moment_while_people_write(app, database, tmp_path):
    fill()
    over = threading.Event()

    def write():
        with app.app_context():
            while not over.is_set():
                fill()
                db.session.remove()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            run(app, "backup", tmp_path / f"{number}.zip")
    finally:
        over.set()
        writer.join()
    empty(database)
    run(app, "restore", tmp_path / "4.zip")
    people = len(everything()["people"])
    assert people > 0
    assert len(everything()["files"]) in {people, people - 1}


def test_the_copy_is_readable_by_its_owner_alone(app, tmp_path):
    fill()
    run(app, "backup", tmp_path / "copy.zip")
    assert (tmp_path / "copy.zip").stat().st_mode & 0o077 == 0


def test_a_backup_names_what_it_copied(app, database, tmp_path):
    fill()
    told = run(app, "backup", tmp_path / "copy.zip")
    url = db.engine.url
    where = url.database if url.get_backend_name() == "sqlite" else f"{url.database} on {url.host}:{url.port}"
    assert f"Copied: the database {where} and the files in {database.data / 'files'}" in told


def test_an_instance_without_people_is_not_backed_up(app, tmp_path):
    told = run(app, "backup", tmp_path / "copy.zip", code=1)
    assert "holds no people" in told
    assert list(tmp_path.iterdir()) == []


def test_a_backup_that_cannot_be_read_back_is_not_kept(app, tmp_path, monkeypatch):
    fill()
    monkeypatch.setattr(writing, "private", damaging(writing.private))
    told = run(app, "backup", tmp_path / "copy.zip", code=1)
    assert "damaged" in told
    assert list(tmp_path.iterdir()) == []


def damaging(private):
    """Return a replacement for opening a new file that changes one byte of its largest part, as a broken disk would."""

    @contextmanager
    def opened(path):
        with private(path) as file:
            yield file
        content = bytearray(path.read_bytes())
        with zipfile.ZipFile(path) as archive:
            largest = max(archive.infolist(), key=lambda member: member.compress_size)
        content[largest.header_offset + 30 + len(largest.filename) + largest.compress_size // 2] ^= 0xFF
        path.write_bytes(content)

    return opened


@pytest.mark.parametrize("act", ["lost", "changed"])
def test_a_content_that_the_data_directory_lost_is_named_and_the_rest_is_kept(app, database, tmp_path, act):
    stored = fill()
    path_of(stored.sha256).unlink() if act == "lost" else path_of(stored.sha256).write_bytes(b"rotten")
    told = run(app, "backup", tmp_path / "copy.zip")
    assert f"has lost the content {stored.sha256}" in told
    before = everything()
    empty(database)
    run(app, "restore", tmp_path / "copy.zip")
    assert everything() == before


def test_an_existing_file_is_not_overwritten(app, tmp_path):
    kept = tmp_path / "copy.zip"
    kept.write_text("something dear")
    assert "exists already" in run(app, "backup", kept, code=1)
    assert kept.read_text() == "something dear"


@pytest.mark.one_database
def test_regular_backups_get_the_time_as_their_name_and_old_ones_are_deleted(app, clock, tmp_path):
    fill()
    others = {"selaras-before-the-move.zip", "notes.txt"}
    for name in others | {"selaras-2026-10-24T020000Z.zip", "selaras-2026-10-25T020000Z.zip"}:
        (tmp_path / name).write_text("x")
    told = run(app, "backup", "--keep", 30, tmp_path)
    kept = {"selaras-2026-10-25T020000Z.zip", "selaras-2026-11-24T020000Z.zip"}
    assert {path.name for path in tmp_path.iterdir()} == others | kept
    assert f"older than 30 days: {tmp_path / 'selaras-2026-10-24T020000Z.zip'}" in told


@pytest.mark.one_database
def test_a_backup_that_fails_deletes_no_older_one(app, tmp_path):
    (tmp_path / "selaras-2020-10-24T020000Z.zip").write_text("x")
    assert "holds no people" in run(app, "backup", "--keep", 30, tmp_path, code=1)
    assert [path.name for path in tmp_path.iterdir()] == ["selaras-2020-10-24T020000Z.zip"]


@pytest.mark.one_database
def test_only_backups_in_a_folder_are_deleted(app, tmp_path):
    assert "--keep needs a folder" in run(app, "backup", "--keep", 30, tmp_path / "copy.zip", code=2)


@pytest.mark.one_database
@pytest.mark.parametrize("content", [b"", b"no zip at all", None])
def test_what_is_no_copy_gets_one_line(app, tmp_path, content):
    path = tmp_path / "copy.zip"
    if content is not None:
        path.write_bytes(content)
    told = run(app, "restore", path, code=1)
    assert told.startswith("Error: ")
    assert len(told.splitlines()) == 1


@pytest.mark.one_database
def test_a_changed_content_stops_the_restore_and_leaves_nothing(app, database, tmp_path):
    stored = fill()
    run(app, "backup", tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as whole, zipfile.ZipFile(tmp_path / "forged.zip", "w") as forged:
        for name in whole.namelist():
            forged.writestr(name, b"forged" if name == f"files/{stored.sha256}" else whole.read(name))
    empty(database)
    assert "was changed" in run(app, "restore", tmp_path / "forged.zip", code=1)
    assert everything()["people"] == []


@pytest.mark.one_database
def test_a_copy_of_another_release_is_named_as_such(app, tmp_path):
    fill()
    run(app, "backup", tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as whole, zipfile.ZipFile(tmp_path / "older.zip", "w") as older:
        for name in whole.namelist():
            content = whole.read(name)
            if name == "manifest.json":
                content = json.dumps({**json.loads(content), "revision": "0000"}).encode()
            older.writestr(name, content)
    assert "the release that made it" in run(app, "restore", tmp_path / "older.zip", code=1)
