"""The migrations of the schema: `flask db` by Flask-Migrate, and which revision a database has.

The present migrations replaced an earlier history. Revision `FIRST` is the schema to which its last one, `REPLACED`,
led, so that a database goes on from there under the new name.
"""

from __future__ import annotations

from functools import cache

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import Flask
from flask_migrate import Migrate
from sqlalchemy import Connection, column, table, update

from app.database import db
from config import ROOT

FOLDER = ROOT / "migrations"

REPLACED = "0047"
"""The last revision of the earlier history."""
FIRST = "0054"
"""The revision with the same schema as `REPLACED`."""
TOO_OLD = {f"{number:04}" for number in range(1, int(REPLACED))}
"""The revisions of the earlier history from which no migration leads on."""


def init_app(app: Flask) -> None:
    """Offer `flask db`."""
    Migrate(app, db, directory=str(FOLDER))


def revision_of(connection: Connection) -> str | None:
    """Return the revision of a database, None if it was never migrated."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade_connection(connection: Connection, revision: str = "head") -> None:
    """Migrate the database of a connection; a transaction that it is in is neither committed nor rolled back."""
    config = Config(FOLDER / "alembic.ini")
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def take_over(connection: Connection) -> None:
    """Let a database at the end of the earlier history go on with the present one; no other row is touched.

    Raises CommandError if it is at an earlier revision of that history.
    """
    revision = revision_of(connection)
    if revision in TOO_OLD:
        raise CommandError(f"the database {too_old(revision)}")
    if revision == REPLACED:
        versions = table("alembic_version", column("version_num"))
        connection.execute(update(versions).values(version_num=FIRST))


def too_old(revision: str) -> str:
    """Return the message about a database or backup whose revision is too old."""
    return (
        f"is at revision {revision}, which this release cannot upgrade: bring it to revision {REPLACED} first, "
        "with the last commit that has that migration"
    )


def present_name(revision: str) -> str:
    """Return what a revision is called in the present migrations."""
    return FIRST if revision == REPLACED else revision


def is_known(revision: str) -> bool:
    """Whether this code has the migration `revision`."""
    return any(script.revision == revision for script in ScriptDirectory(str(FOLDER)).walk_revisions())


@cache  # saves 16 ms of /readyz, which is requested every few seconds; the code's migrations end with its process
def newest_revision() -> str | None:
    """Return the last migration of this code."""
    return ScriptDirectory(str(FOLDER)).get_current_head()
