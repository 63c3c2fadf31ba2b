"""The `flask search` commands."""

from __future__ import annotations

import click
from flask import Flask

from app.database.commands import DatabaseGroup
from app.database.transactions import transaction
from app.search import index

commands = DatabaseGroup("search", short_help="The search index.")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(commands)


@commands.command("rebuild")
def rebuild() -> None:
    """Make the search index equal to all objects, and print how many entries differed."""
    changed, steps = 0, index.rebuild_by_steps()
    entries: int | None = 0
    while entries is not None:
        with transaction():
            entries = next(steps, None)
        changed += entries or 0
    click.echo(f"search: {changed} entries were written")
