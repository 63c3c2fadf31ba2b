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
    with transaction():
        changed = index.rebuild()
    click.echo(f"search: {changed} entries were written")
