"""`flask backup FILE` and `flask restore FILE`."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from app.commands import DatabaseCommand

A_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("backup", cls=DatabaseCommand)
@click.argument("file", type=A_FILE)
@with_appcontext
def back_up_command(*, file: Path) -> None:
    """Write a complete copy of this instance to FILE, a new ZIP, while it goes on working."""
    from app.backup.archive import BackupRefused, back_up

    try:
        tally = back_up(file)
    except (BackupRefused, OSError) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    for sha256 in tally.missing:
        click.echo(f"The data directory has lost the content {sha256}.", err=True)
    click.echo(f"{tally.rows} rows, {tally.files} files")


@click.command("restore", cls=DatabaseCommand, needs_schema=False)
@click.argument("file", type=A_FILE)
@click.option("--replace", is_flag=True, help="Erase what the instance holds first.")
@with_appcontext
def restore_command(*, file: Path, replace: bool) -> None:
    """Lay the copy in FILE back onto an empty instance. Stop web and scheduler first, start them afterwards."""
    from app.backup.archive import BackupRefused, restore

    try:
        tally = restore(file, replace=replace)
    except (BackupRefused, OSError) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"{tally.rows} rows, {tally.files} files")
