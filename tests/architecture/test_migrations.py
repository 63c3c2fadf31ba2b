"""The migrations make what the models say, and can be walked both ways."""

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect, text

from app.database import db
from tests.support.databases import app_for


@pytest.fixture
def fresh(database, tmp_path) -> Flask:
    """An application on an empty database without any table."""
    if database.app.extensions["settings"].database_url.startswith("sqlite"):
        yield from opened(app_for(f"sqlite:///{tmp_path / 'fresh.sqlite'}", tmp_path))
        return
    name = database.url.rpartition("/")[2] + "_fresh"
    database.connection.execute(f"CREATE DATABASE {name}")
    try:
        yield from opened(app_for(f"{database.url}_fresh", tmp_path))
    finally:
        database.connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def opened(app: Flask):
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_the_history_is_one_line():
    scripts = ScriptDirectory("migrations")
    assert len(scripts.get_heads()) == 1
    assert all(not isinstance(script.down_revision, tuple) for script in scripts.walk_revisions())


def test_the_models_match_the_migrations(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_every_migration_runs_forwards_and_backwards(fresh):
    flask_migrate.upgrade()
    flask_migrate.downgrade(revision="base")
    left = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
    assert left == set()
    flask_migrate.upgrade()
    assert set(inspect(db.engine).get_table_names()) >= set(db.metadata.tables)


def test_foreign_keys_hold_after_the_migrations(app):
    if db.engine.dialect.name == "sqlite":
        assert db.session.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert db.session.execute(text("PRAGMA foreign_key_check")).all() == []
    else:
        unchecked = "SELECT conname FROM pg_constraint WHERE contype = 'f' AND NOT convalidated"
        assert db.session.execute(text(unchecked)).all() == []
