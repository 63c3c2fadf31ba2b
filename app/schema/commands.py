"""`flask db`: the schema of the database, and its migrations."""

from __future__ import annotations

import click

from app import schema
from app.commands import DatabaseGroup

commands = DatabaseGroup("db", short_help="The schema of the database, and its migrations.")


@commands.command("upgrade", needs_schema=False)
@click.argument("revision", default="head")
def upgrade_command(*, revision: str) -> None:
    """Migrate to REVISION, or to the newest."""
    schema.upgrade(revision)


@commands.command("downgrade", needs_schema=False)
@click.argument("revision", default="-1")
def downgrade_command(*, revision: str) -> None:
    """Go back to REVISION, or by one migration."""
    schema.downgrade(revision)


@commands.command("revision", needs_schema=False)
@click.option("-m", "--message", required=True, help="What the migration does.")
@click.option("--autogenerate", is_flag=True, help="Write what the models have and the database lacks.")
def revision_command(*, message: str, autogenerate: bool) -> None:
    """Write a new migration."""
    schema.run("revision", message, autogenerate=autogenerate)


@commands.command("migrate", needs_schema=False)
@click.option("-m", "--message", required=True, help="What the migration does.")
def migrate_command(*, message: str) -> None:
    """Write a new migration from what the models have and the database lacks."""
    schema.run("revision", message, autogenerate=True)


@commands.command("check", needs_schema=False)
def check_command() -> None:
    """Exit 1 when the models have what no migration makes."""
    schema.run("check")


@commands.command("current", needs_schema=False)
@click.option("-v", "--verbose", is_flag=True)
def current_command(*, verbose: bool) -> None:
    """Show what the database was migrated to."""
    schema.run("current", verbose=verbose)


@commands.command("history", needs_schema=False)
@click.option("-v", "--verbose", is_flag=True)
def history_command(*, verbose: bool) -> None:
    """List all migrations, the newest first."""
    schema.run("history", verbose=verbose)


@commands.command("heads", needs_schema=False)
@click.option("-v", "--verbose", is_flag=True)
def heads_command(*, verbose: bool) -> None:
    """Show the newest migration of this code."""
    schema.run("heads", verbose=verbose)
