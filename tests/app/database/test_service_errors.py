"""What people are told while the database is away or a disk is full, and that nothing of it stays."""

import resource
import sqlite3
from contextlib import contextmanager
from io import BytesIO

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import OperationalError, TimeoutError  # noqa: A004 - of the pool

from app.database import db
from app.files.models import StoredFile
from commitments.delivery.models import Update
from commitments.registry.models import Commitment
from commitments.registry.rules import Delivery
from tests.factories import CommitmentFactory, PersonFactory

pytestmark = pytest.mark.every_database


@contextmanager
def database_away(error):
    """Every statement fails."""

    def fail(*_arguments):
        raise error

    event.listen(db.engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", fail)


@contextmanager
def written_by_another():
    """Somebody else holds the right to write for longer than anyone waits."""

    def wait_no_longer(connection, _record, _proxy):
        connection.execute("PRAGMA busy_timeout=20")

    other = sqlite3.connect(db.engine.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    event.listen(db.engine, "checkout", wait_no_longer)
    try:
        yield
    finally:
        event.remove(db.engine, "checkout", wait_no_longer)
        other.close()
        db.session.remove()
        db.engine.dispose()  # with connections that wait as long as ever


@contextmanager
def disk_full():
    """No file may grow beyond a few bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (512, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


RESTARTING = OperationalError("SELECT 1", None, Exception("server closed the connection unexpectedly"))
NONE_LEFT = TimeoutError("QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00")


@pytest.mark.parametrize("error", [RESTARTING, NONE_LEFT], ids=["restarting", "no connection left"])
@pytest.mark.parametrize("where", ["/commitments", "/", "/sign-in"])
def test_while_the_database_is_away_people_are_asked_to_come_back(app, as_user, where, error):
    visitor = as_user(PersonFactory())
    with database_away(error):
        answer = visitor.get(where, status=503)
    assert "Coba lagi semenit lagi." in answer.words
    assert answer.headers["Retry-After"] == "60"
    assert "Set-Cookie" not in answer.headers
    visitor.get(where, status=302 if where == "/sign-in" else 200)


def test_while_the_database_is_away_programs_are_asked_to_come_back(app, as_program):
    program = as_program(PersonFactory())
    with database_away(RESTARTING):
        answer = program.client.get("/api/v1/commitments", headers=program.headers)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    program.get("/commitments")


@pytest.mark.one_database
def test_who_may_not_write_for_too_long_is_asked_to_come_back_and_may_read(app, as_user):
    commitment = CommitmentFactory(delivery=Delivery.IN_PROGRESS)
    owner = as_user(PersonFactory(organisation=commitment.responsible))
    where = {"where": "commitments.delivery.report", "commitment_id": commitment.id}
    owner.get("/commitments")
    with written_by_another():
        answer = owner.post(data={"progress": "40", "text": "Kemajuan"}, status=503, **where)
        assert "Coba lagi semenit lagi." in answer.words
        owner.get("/commitments")
    owner.post(data={"progress": "40", "text": "Kemajuan"}, **where)
    assert db.session.scalar(select(Commitment.progress)) == 40


def test_a_wrong_statement_is_a_crash_and_no_outage(app, as_user, monkeypatch):
    def wrong(*_arguments, **_options):
        return db.session.scalar(text("SELECT 1 FROM nowhere"))

    monkeypatch.setattr("commitments.listing.queries.listed", wrong)
    answer = as_user(PersonFactory()).get("/commitments", status=500)
    assert "Coba lagi semenit lagi." not in answer.words


def test_on_a_full_disk_an_upload_says_so_and_leaves_nothing(app, as_user):
    commitment = CommitmentFactory(delivery=Delivery.IN_PROGRESS)
    owner = as_user(PersonFactory(organisation=commitment.responsible))
    form = {"progress": "40", "text": "Kemajuan"}
    where = {"where": "commitments.delivery.report", "commitment_id": commitment.id}
    with disk_full():
        refused = owner.post(data={**form, "files": (BytesIO(b"a;b\n" * 1000), "hasil.csv")}, status=507, **where)
    assert "Tidak ada ruang lagi" in refused.words
    folder = app.extensions["settings"].data_dir / "files"
    assert [path for path in folder.rglob("*") if path.is_file() and path.name != ".lock"] == []
    assert [db.session.scalar(select(func.count()).select_from(model)) for model in (StoredFile, Update)] == [0, 0]
    owner.post(data={**form, "files": (BytesIO(b"a;b\n" * 1000), "hasil.csv")}, **where)
    assert db.session.scalar(select(Commitment.progress)) == 40


@pytest.mark.one_database
def test_on_a_full_disk_a_change_is_refused_whole(app, as_user):
    commitment = CommitmentFactory(delivery=Delivery.IN_PROGRESS)
    owner = as_user(PersonFactory(organisation=commitment.responsible))
    where = {"where": "commitments.delivery.report", "commitment_id": commitment.id}
    with disk_full():
        owner.post(data={"progress": "40", "text": "Kemajuan"}, status=507, **where)
    assert db.session.scalar(select(Commitment.progress)) == 0
    owner.post(data={"progress": "40", "text": "Kemajuan"}, **where)
    assert db.session.scalar(select(Commitment.progress)) == 40
