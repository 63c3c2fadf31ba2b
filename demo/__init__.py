"""The demo: a town's worth of sample data, relative to today, and never anything about a real organisation."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import AppGroup

commands = AppGroup("demo", help="Sample data to look around in.")


def init_app(app: Flask) -> None:
    """Add the command `demo`."""
    app.cli.add_command(commands)


@commands.command("load")
def load() -> None:
    """Load the sample data into an empty database; with data in it, do nothing."""
    from app.transactions import transaction
    from demo import story

    if current_app.extensions["settings"].production:
        raise click.ClickException("The demo is not for production.")
    with transaction():
        told = story.tell()
    click.echo("The sample data is loaded." if told else "There is data already; nothing was loaded.", err=True)
