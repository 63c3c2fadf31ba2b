import json
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app import audit
from app.audit.chain import seal, verify
from app.audit.models import AuditPersonal, AuditRow, AuditSeal
from app.database import db
from app.database.transactions import transaction
from tests.factories import CircleFactory

pytestmark = pytest.mark.every_database

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def sealed(app):
    """Five sealed rows, the third with personal values."""
    circle = CircleFactory()
    with transaction():
        for number in range(1, 6):
            personal = {"name": "Budi"} if number == 3 else None
            audit.record("circle.changed", circle, by=None, at=AT, number=number, personal=personal)
    with transaction():
        seal()
    return app


def run(app, *words):
    return app.test_cli_runner().invoke(args=["audit", "verify", *words])


def tamper(statement):
    """Change rows past the triggers, as only somebody with access to the database could."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL session_replication_role = replica"))
        db.session.execute(text(statement))
        db.session.commit()
        return
    db.session.rollback()
    with closing(sqlite3.connect(db.engine.url.database)) as connection:  # foreign keys are off by default
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(statement)
        connection.commit()


def test_an_untouched_chain_holds(sealed):
    result = run(sealed)
    assert result.exit_code == 0
    assert "5 sealed, 0 not sealed yet" in result.stdout


def test_the_unsealed_tail_is_told(sealed):
    with transaction():
        audit.record("circle.changed", CircleFactory(), by=None, at=AT)
    told = json.loads(run(sealed, "--json").stdout)
    assert (told["holds"], told["sealed"], told["unsealed"]) == (True, 5, 1)


def test_sealing_again_adds_nothing(sealed):
    before = verify()
    with transaction():
        seal(everywhere=True)
    assert verify() == before


BREAKS = {
    "a changed row": ("UPDATE audit_rows SET action = 'x' WHERE {row}", 2),
    "changed details": (
        "UPDATE audit_rows SET details = '{{\"number\": 7}}' WHERE {row}",
        4,
    ),
    "a changed moment": (
        "UPDATE audit_rows SET at = '2026-11-25 03:00:00.000000' WHERE {row}",
        1,
    ),
    "a changed seal": ("UPDATE audit_seals SET digest = 'x' WHERE id = 5", 5),
    "a missing seal": ("DELETE FROM audit_seals WHERE id = 3", 3),
    "a missing row": ("DELETE FROM audit_rows WHERE {row}", 5),
    "altered personal values": ('UPDATE audit_personal SET details = \'{{"name": "Ani"}}\'', 3),
    "an added personal digest": (
        "UPDATE audit_rows SET personal_digest = 'x' WHERE {row}",
        1,
    ),
}


@pytest.mark.parametrize("breach", BREAKS)
def test_the_chain_breaks_where_it_was_touched(sealed, breach):
    statement, position = BREAKS[breach]
    tamper(statement.format(row=f"id = (SELECT row_id FROM audit_seals WHERE id = {position})"))
    result = run(sealed)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: the chain breaks at {position}: ")
    assert len(result.stderr.splitlines()) == 1


def test_erased_personal_values_break_nothing(sealed):
    with transaction():
        db.session.execute(text("DELETE FROM audit_personal"))
    told = json.loads(run(sealed, "--json").stdout)
    assert (told["holds"], told["erased"]) == (True, 1)


FORBIDDEN = (
    "UPDATE audit_rows SET action = 'x'",
    "DELETE FROM audit_rows",
    "UPDATE audit_seals SET digest = 'x'",
    "DELETE FROM audit_seals",
    "UPDATE audit_personal SET salt = 'x'",
)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_database_refuses_to_change_the_record(sealed, statement):
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(statement))
    db.session.rollback()


def test_a_row_that_commits_late_is_sealed_after_those_with_higher_ids(sealed):
    late_id = db.session.scalar(text("SELECT max(id) FROM audit_rows")) + 1
    circle = CircleFactory()
    for row_id in (late_id + 1, late_id):  # the higher id is visible, and sealed, first
        with transaction():
            audit.record("circle.changed", circle, by=None, at=AT).id = row_id
        with transaction():
            seal()
    order = list(db.session.scalars(db.select(AuditSeal.row_id).order_by(AuditSeal.id)))
    assert order[-2:] == [late_id + 1, late_id]
    assert verify().broken_at is None


def test_writers_and_sealers_at_once_leave_one_unbroken_chain(app):
    circle_id, failures = CircleFactory().id, []

    def write():
        with app.app_context():
            for number in range(20):
                with transaction():
                    row = AuditRow(
                        at=AT, action="a.b", subject_type="Circle", subject_id=circle_id, details={"n": number}
                    )
                    db.session.add(row)

    def seal_often():
        with app.app_context():
            for _ in range(10):
                with transaction():
                    seal()

    def guarded(work):
        try:
            work()
        except Exception as error:
            failures.append(error)

    db.session.commit()
    threads = [threading.Thread(target=guarded, args=(work,)) for work in (write, seal_often) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with transaction():
        seal()
    found = verify()
    assert (found.broken_at, found.head.position, found.unsealed) == (None, 80, 0)


def test_personal_values_are_salted(sealed):
    values = db.session.scalars(db.select(AuditPersonal)).one()
    assert len(values.salt) >= 32
