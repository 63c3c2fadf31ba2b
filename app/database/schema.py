"""The migrations of the schema: `flask db` by Flask-Migrate, and which revision a database has."""

from __future__ import annotations

from functools import cache

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import Migrate
from sqlalchemy import Connection

from app.database import db
from config import ROOT

FOLDER = ROOT / "migrations"


def init_app(app: Flask) -> None:
    """Offer `flask db`."""
    Migrate(app, db, directory=str(FOLDER))


def revision_of(connection: Connection) -> str | None:
    """Return the revision of a database, None if it was never migrated."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade_connection(connection: Connection) -> None:
    """Migrate the database of a connection; a transaction that it is in is neither committed nor rolled back."""
    config = Config(FOLDER / "alembic.ini")
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def is_known(revision: str) -> bool:
    """Whether this code has the migration `revision`."""
    return any(script.revision == revision for script in ScriptDirectory(str(FOLDER)).walk_revisions())


@cache  # saves 16 ms of /readyz, which is asked every few seconds; the code's migrations end with its process
def newest_revision() -> str | None:
    """Return the last migration of this code."""
    return ScriptDirectory(str(FOLDER)).get_current_head()
