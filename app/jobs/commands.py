"""The `flask scheduler` commands: run the scheduler process, or run every job once."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask import Flask, current_app

from app import clock
from app.database.commands import DatabaseGroup
from app.jobs.queries import is_alive, last_beat
from app.jobs.registry import every_job
from app.jobs.running import try_job

commands = DatabaseGroup("scheduler", short_help="What happens by itself.")


@commands.command("run", cls=click.Command)  # the checks report a database that cannot be used
def run() -> None:
    """Run jobs in their time until ended (Ctrl-C, SIGTERM). Of several such processes one works, the others wait.

    Print what keeps this instance from serving people first, and exit with 1 if no job could run.
    """
    from app.checks.at_start import require_working
    from app.jobs import process

    require_working(_app())
    process.run(_app())


@commands.command("tick")
@click.option("--at", metavar="INSTANT", help="Pretend a time, such as 2027-01-10T01:00:00Z. Not in production.")
def tick(*, at: str | None) -> None:
    """Do everything that is due, once, job after job. Exit 1 if any job failed."""
    moment = _instant(at) if at else None
    if moment and current_app.extensions["settings"].production:
        raise click.ClickException("--at is refused in production: time is not pretended there")
    with clock.pretend(moment):
        jobs = every_job()
        outcomes = {scheduled.name: try_job(_app(), scheduled) for scheduled in jobs}
    failed = [f"{name} ({type(error).__name__})" for name, error in outcomes.items() if error]
    if failed:
        raise click.ClickException(f"{len(failed)} of {len(jobs)} jobs failed: {', '.join(failed)}; see the log")
    click.echo(f"{len(jobs)} jobs done")


@commands.command("status")
def status() -> None:
    """Say whether a scheduler is running on this database. Exit 1 if none is."""
    now, beat = datetime.now(UTC), last_beat()
    if beat is None:
        raise click.ClickException("no scheduler has run yet: start `flask scheduler run`")
    ago = f"{max(0, (now - beat).total_seconds()):.0f} seconds"
    if not is_alive(beat, now):
        raise click.ClickException(f"the scheduler has been silent for {ago}: start it again")
    click.echo(f"the scheduler was alive {ago} ago")


def _app() -> Flask:
    return current_app._get_current_object()  # type: ignore[attr-defined]


def _instant(written: str) -> datetime:
    """Return the aware datetime that `written` contains in ISO 8601. Raises click.UsageError."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise click.UsageError(f"--at needs an instant with its zone, such as 2027-01-10T01:00:00Z, not {written!r}")
    return moment
