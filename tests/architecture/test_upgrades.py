"""Upgrading an instance that is in use: each migration runs on filled tables and loses nothing of them."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from alembic.script import ScriptDirectory
from flask_migrate import upgrade
from sqlalchemy import Column, MetaData, Table, insert, select, text
from sqlalchemy.exc import IntegrityError

from app.database import db
from app.search.trigrams import SUFFIX

pytestmark = pytest.mark.every_database

ALWAYS_FILLED = {"organisations", "people", "circles", "seats", "mails", "audit_rows", "commitments", "forums"}
"""Tables that the examples must reach: without rows the test would show nothing."""
RENAMED = {"mail_opt_outs": "mail_choices"}
"""The present names of tables whose rows a migration moved."""


def revisions() -> list[str]:
    """Return all revisions, the first one first."""
    return [script.revision for script in ScriptDirectory("migrations").walk_revisions()][::-1]


def tables() -> list[Table]:
    """Return the tables as the database has them now, those that others refer to first.

    Trigram indexes are left out: they are derived, and created again when their table is rebuilt.
    """
    found = MetaData()
    found.reflect(db.engine)
    return [one for one in found.sorted_tables if one.name != "alembic_version" and SUFFIX not in one.name]


def example(column: Column[Any], number: int) -> Any:
    """Return something that fits the column: a reference to a row that is there, else a value of its type.

    References side by side name different rows: a commitment's two organisations must differ.
    """
    for key in column.foreign_keys:
        needed = [one for one in column.table.columns if one.foreign_keys and not one.nullable]
        rows = db.session.scalars(select(key.column)).all()
        return rows[(number + needed.index(column)) % len(rows)] if rows else None
    name = str(column.type).upper()
    if "UUID" in name or name == "CHAR(32)":
        return uuid4().hex if db.engine.dialect.name == "sqlite" else uuid4()
    if "JSON" in name:
        return {}
    if "BOOL" in name:
        return False
    if "INT" in name or "NUMERIC" in name or "FLOAT" in name:
        return number + 1
    if "TIMESTAMP" in name or "DATETIME" in name:
        return datetime(2026, 1, 5, 2, number, tzinfo=UTC)
    if name.startswith("DATE"):
        return date(2026, 1, 5 + number)
    if name.startswith("TIME"):
        return datetime(2026, 1, 5, 9, number, tzinfo=UTC).time()
    length = getattr(column.type, "length", None)
    return f"{column.name} {number}"[:length]


def fill(tables: list[Table]) -> None:
    """Put two rows into each table that has none; a table whose rules an example breaks stays empty."""
    for table in tables:
        if db.session.execute(select(table).limit(1)).first():
            continue
        for number in (0, 1):
            row = {column.name: example(column, number) for column in table.columns if not column.nullable}
            try:
                with db.session.begin_nested():
                    db.session.execute(insert(table).values(row))
            except IntegrityError:
                break
    db.session.commit()


def contents(tables: list[Table]) -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table, by table."""
    held = {table.name: [dict(row) for row in db.session.execute(select(table)).mappings()] for table in tables}
    db.session.commit()
    return held


def assert_nothing_lost(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> None:
    """Each row is still there, with what each of its remaining columns held."""
    for old, rows in before.items():
        name = RENAMED.get(old, old) if old not in after else old
        assert name in after, f"{name} is gone"
        assert len(after[name]) >= len(rows), f"{name} lost rows"
        for row in rows:
            kept = row.keys() & (after[name][0].keys() if after[name] else set())
            same = [one for one in after[name] if all(one[key] == row[key] for key in kept)]
            assert same, f"{name} lost {row}"


def test_each_migration_keeps_what_filled_tables_hold(fresh):
    first, *later = revisions()
    upgrade(revision=first)
    there = tables()
    for revision in later:
        fill(there)
        before = contents(there)
        upgrade(revision=revision)
        there = tables()  # looking takes longer than the upgrade
        assert_nothing_lost(before, contents(there))
    fill(there)
    filled = {name for name, rows in contents(there).items() if rows}
    assert filled >= ALWAYS_FILLED, f"no rows in {sorted(ALWAYS_FILLED - filled)}"
    if db.engine.dialect.name == "sqlite":
        assert db.session.execute(text("PRAGMA foreign_key_check")).all() == []


@pytest.mark.parametrize("environ", [{}, {"SELARAS_UNIT": "Kota Contoh", "SELARAS_TIMEZONE": "Asia/Makassar"}])
def test_an_instance_in_use_keeps_the_unit_and_the_zone_that_it_had(fresh, monkeypatch, environ):
    for name in ("SELARAS_UNIT", "SELARAS_TIMEZONE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    upgrade(revision="0054")
    people = [one for one in tables() if one.name in {"organisations", "people"}]
    fill(people)
    upgrade()
    row = db.session.execute(text("SELECT unit, city, timezone FROM instances")).one()
    unit, zone = environ.values() or ("BLUD Jakarta Smart City", "Asia/Jakarta")
    assert tuple(row) == (unit, "Jakarta", zone)


def test_a_new_instance_has_no_unit_until_somebody_saves_it(fresh):
    upgrade()
    assert db.session.execute(text("SELECT 1 FROM instances")).first() is None


def test_signed_texts_of_agreements_enter_the_register_of_documents(fresh):
    upgrade(revision="0106")
    needed = {"organisations", "people", "circles", "seats", "files", "agreements", "parties", "agreement_documents"}
    there = [one for one in tables() if one.name in needed]
    fill(there)
    db.session.execute(text("UPDATE agreement_documents SET kind = 'signed'"))
    db.session.execute(text("UPDATE circles SET classification = 'public'"))
    first = text("UPDATE agreement_documents SET agreement_id = (SELECT min(agreement_id) FROM agreement_documents)")
    if db.engine.dialect.name == "sqlite":  # PostgreSQL has no minimum of identifiers
        db.session.execute(first)
    db.session.commit()
    upgrade()
    found = db.session.execute(text("SELECT sha256, version, state, classification FROM papers ORDER BY version")).all()
    files = text("SELECT sha256 FROM agreement_documents JOIN files ON files.id = file_id ORDER BY number")
    assert [row.sha256 for row in found] == db.session.scalars(files).all()
    assert {row.classification for row in found} == {"internal"}
    expected = ["followed", "recorded"] if db.engine.dialect.name == "sqlite" else ["recorded", "recorded"]
    assert [row.state for row in found] == expected
