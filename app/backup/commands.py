"""Commands `flask backup FILE` and `flask restore FILE`."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from shlex import quote

import click
from flask.cli import with_appcontext

from app.clock import utc_now
from app.database import db
from app.database.commands import DatabaseCommand, name_of
from app.files.store import folder

A_FILE = click.Path(dir_okay=False, path_type=Path)
A_PLACE = click.Path(path_type=Path)


@click.command("backup", cls=DatabaseCommand)
@click.argument("place", metavar="FILE", type=A_PLACE)
@click.option("--keep", metavar="DAYS", type=click.IntRange(1), help="Then delete older backups in the folder FILE.")
@with_appcontext
def back_up_command(*, place: Path, keep: int | None) -> None:
    """Write a complete copy of this instance to FILE, a new ZIP, while it goes on working, and read it back.

    If FILE is a folder, the copy gets the name selaras-2026-11-24T020000Z.zip there, with the time in UTC.
    """
    from app.backup import dated
    from app.backup.archive import BackupRefused
    from app.backup.writing import back_up

    now = utc_now()
    if keep and not place.is_dir():
        raise click.UsageError("--keep needs a folder, which must exist")
    try:
        tally = back_up(place / dated.name(now) if place.is_dir() else place)
    except (BackupRefused, OSError) as error:
        raise click.ClickException(str(error)) from error
    for sha256 in tally.missing:
        click.echo(f"The data directory has lost the content {sha256}, or it was changed there.", err=True)
    click.echo(f"Copied: the database {name_of(db.engine.url)} and the files in {folder()}", err=True)
    if keep:
        for old in dated.older_than(now - timedelta(days=keep), place):
            old.unlink()
            click.echo(f"Deleted, because it is older than {keep} days: {old}", err=True)
    click.echo(f"{tally.rows} rows, {tally.files} files")


@click.command("restore", cls=DatabaseCommand, needs_schema=False)
@click.argument("file", type=A_FILE)
@click.option("--replace", is_flag=True, help="Let it take the place of what the instance holds, which is kept.")
@with_appcontext
def restore_command(*, file: Path, replace: bool) -> None:
    """Restore the backup in FILE, all of it or nothing. Stop web and scheduler first, start them afterwards."""
    from app.backup.archive import BackupRefused
    from app.backup.restoring import restore

    try:
        restored = restore(file, replace=replace)
    except (BackupRefused, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Restored: the database {name_of(db.engine.url)} and the files in {folder()}", err=True)
    if restored.folder:
        click.echo(f"What was there before is kept. To remove it: rm -r {quote(str(restored.folder))}", err=True)
    if restored.schema:
        click.echo(f"and, in the database: DROP SCHEMA {restored.schema} CASCADE;", err=True)
    click.echo(f"{restored.tally.rows} rows, {restored.tally.files} files")
