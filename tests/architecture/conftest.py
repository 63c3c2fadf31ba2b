"""A database before its first migration."""

import pytest
from flask import Flask

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
