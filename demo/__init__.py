"""The demo: sample data with dates relative to today, which show nothing bad of a real organisation."""

from __future__ import annotations

from functools import partial

import click
from flask import Flask, current_app

from app.database.commands import DatabaseGroup

commands = DatabaseGroup("demo", help="Sample data to look around in.")


def init_app(app: Flask) -> None:
    """Add the command `demo`."""
    app.cli.add_command(commands)


NUMBER = click.IntRange(min=0)


@commands.command("load")
@click.option("--sessions", type=NUMBER, default=0, help="How many sessions there are in the end.")
@click.option("--commitments", type=NUMBER, default=0, help="How many commitments.")
@click.option("--people", type=NUMBER, default=0, help="How many people.")
def load(sessions: int, commitments: int, people: int) -> None:
    """Load the sample data into an empty database; with data in it, do nothing.

    With numbers, a city of that size is added: invented organisations, three years of sessions and commitments.
    """
    from app.database.transactions import transaction
    from demo.city.load import Size
    from demo.city.load import load as load_city
    from demo.load import load_demo

    if current_app.extensions["settings"].production:
        raise click.ClickException("The demo is not for production.")
    with transaction():
        is_loaded = load_demo()
    if is_loaded and (sessions or commitments or people):
        load_city(Size(sessions=sessions, commitments=commitments, people=people), partial(click.echo, err=True))
    click.echo("The sample data is loaded." if is_loaded else "There is data already; nothing was loaded.", err=True)
