"""The migrations create the schema of the models, and run in both directions."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import TextClause, inspect, text

from app.database import db
from app.search.ddl import is_in_models

pytestmark = pytest.mark.every_database


def test_the_history_is_one_line():
    scripts = ScriptDirectory("migrations")
    assert len(scripts.get_heads()) == 1
    assert all(not isinstance(script.down_revision, tuple) for script in scripts.walk_revisions())


def test_the_models_match_the_migrations(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": is_in_models})
        assert compare_metadata(context, db.metadata) == []


@pytest.mark.one_database
def test_indexes_of_expressions_are_there_although_sqlite_does_not_tell_of_them(app):
    said = [index for table in db.metadata.tables.values() for index in table.indexes]
    expressions = {one.name for one in said if any(isinstance(each, TextClause) for each in one.expressions)}
    made = set(db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'index'")))
    assert expressions
    assert expressions <= made


def test_every_migration_runs_forwards_and_backwards(fresh):
    upgrade()
    downgrade(revision="base")
    left = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
    assert left == set()
    upgrade()
    assert set(inspect(db.engine).get_table_names()) >= set(db.metadata.tables)


def test_foreign_keys_hold_after_the_migrations(app):
    if db.engine.dialect.name == "sqlite":
        assert db.session.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert db.session.execute(text("PRAGMA foreign_key_check")).all() == []
    else:
        unchecked = "SELECT conname FROM pg_constraint WHERE contype = 'f' AND NOT convalidated"
        assert db.session.execute(text(unchecked)).all() == []
