"""The schema and its history: walked with Alembic, which is imported only by those who ask."""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import Connection

from config import ROOT

if TYPE_CHECKING:
    from alembic.config import Config

commands = AppGroup("db", short_help="The schema of the database, and its migrations.")


def init_app(app: Flask) -> None:
    """Offer `flask db`."""
    app.cli.add_command(commands)


def upgrade(revision: str = "head") -> None:
    """Bring the application's database to `revision`. Raises click.ClickException when Alembic refuses."""
    _have("upgrade", revision)


def downgrade(revision: str) -> None:
    """Take the application's database back to `revision`; `base` is before the first."""
    _have("downgrade", revision)


def revision_of(connection: Connection) -> str | None:
    """Return what a database was migrated to, None when it never was."""
    from alembic.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


@cache
def newest_revision() -> str | None:
    """Return the last migration of this code."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    from alembic.config import Config

    config = Config(ROOT / "migrations" / "alembic.ini", stdout=sys.stdout)
    config.set_main_option("script_location", str(ROOT / "migrations").replace("%", "%%"))
    return config


def _have(act: str, *arguments: Any, **options: Any) -> None:
    """Have Alembic do one of its commands."""
    from alembic import command
    from alembic.util import CommandError

    try:
        getattr(command, act)(_config(), *arguments, **options)
    except CommandError as refusal:
        raise click.ClickException(str(refusal)) from refusal


@commands.command("upgrade")
@click.argument("revision", default="head")
def upgrade_command(*, revision: str) -> None:
    """Migrate to REVISION, or to the newest."""
    upgrade(revision)


@commands.command("downgrade")
@click.argument("revision", default="-1")
def downgrade_command(*, revision: str) -> None:
    """Go back to REVISION, or by one migration."""
    downgrade(revision)


@commands.command("revision")
@click.option("-m", "--message", required=True, help="What the migration does.")
@click.option("--autogenerate", is_flag=True, help="Write what the models have and the database lacks.")
def revision_command(*, message: str, autogenerate: bool) -> None:
    """Write a new migration."""
    _have("revision", message, autogenerate=autogenerate)


@commands.command("migrate")
@click.option("-m", "--message", required=True, help="What the migration does.")
def migrate_command(*, message: str) -> None:
    """Write a new migration from what the models have and the database lacks."""
    _have("revision", message, autogenerate=True)


@commands.command("check")
def check_command() -> None:
    """Exit 1 when the models have what no migration makes."""
    _have("check")


@commands.command("current")
@click.option("-v", "--verbose", is_flag=True)
def current_command(*, verbose: bool) -> None:
    """Show what the database was migrated to."""
    _have("current", verbose=verbose)


@commands.command("history")
@click.option("-v", "--verbose", is_flag=True)
def history_command(*, verbose: bool) -> None:
    """List all migrations, the newest first."""
    _have("history", verbose=verbose)


@commands.command("heads")
@click.option("-v", "--verbose", is_flag=True)
def heads_command(*, verbose: bool) -> None:
    """Show the newest migration of this code."""
    _have("heads", verbose=verbose)
