"""Command `indicators rebuild`, which counts past days anew."""

from __future__ import annotations

from datetime import date, datetime

import click

from app.database.commands import DatabaseGroup

group = DatabaseGroup("indicators", help="Daily counts behind the trends of the dashboard.")


@group.command("rebuild")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The first day.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day; yesterday by default.")
def rebuild(since: datetime, until: datetime | None) -> None:
    """Count the open commitments at the end of past days anew, from the audit log."""
    from app.clock import today
    from app.database.transactions import transaction
    from insights.indicators import daily

    yesterday: date = today() - daily.A_DAY
    days = daily.between(since.date(), min(until.date(), yesterday) if until else yesterday)
    for day in days:
        with transaction():
            daily.store(day)
    click.echo(f"{len(days)} days were counted.")
