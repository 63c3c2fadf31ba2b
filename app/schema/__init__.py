"""The schema and its history: walked with Alembic, which is imported only by those who ask."""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import click
from flask import Flask
from sqlalchemy import Connection

from config import ROOT

if TYPE_CHECKING:
    from alembic.config import Config


def init_app(app: Flask) -> None:
    """Offer `flask db`."""
    from app.schema.commands import commands

    app.cli.add_command(commands)


def upgrade(revision: str = "head", *, connection: Connection | None = None) -> None:
    """Bring the application's database, or that of `connection`, to `revision`.

    A transaction that the connection is in is neither committed nor rolled back. Raises click.ClickException when
    Alembic refuses.
    """
    run("upgrade", revision, connection=connection)


def downgrade(revision: str) -> None:
    """Take the application's database back to `revision`; `base` is before the first."""
    run("downgrade", revision)


def revision_of(connection: Connection) -> str | None:
    """Return what a database was migrated to, None when it never was."""
    from alembic.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


@cache
def newest_revision() -> str | None:
    """Return the last migration of this code."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config()).get_current_head()


def is_known(revision: str) -> bool:
    """Whether this code has the migration `revision`."""
    from alembic.script import ScriptDirectory

    return any(script.revision == revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def _config() -> Config:
    from alembic.config import Config

    config = Config(ROOT / "migrations" / "alembic.ini", stdout=sys.stdout)
    config.set_main_option("script_location", str(ROOT / "migrations").replace("%", "%%"))
    return config


def run(act: str, *arguments: Any, connection: Connection | None = None, **options: Any) -> None:
    """Run one of Alembic's commands. Raises click.ClickException when Alembic refuses."""
    from alembic import command
    from alembic.util import CommandError

    config = _config()
    config.attributes["connection"] = connection
    try:
        getattr(command, act)(config, *arguments, **options)
    except CommandError as refusal:
        raise click.ClickException(str(refusal)) from refusal
