"""The `flask audit` commands."""

from __future__ import annotations

import json

import click

from app.audit import chain
from app.database.commands import DatabaseGroup
from app.database.transactions import transaction

commands = DatabaseGroup("audit", short_help="The record and its hash chain.")


@commands.command("verify")
@click.option("--json", "as_json", is_flag=True, help="One object on standard output.")
def verify(*, as_json: bool) -> None:
    """Walk the whole chain. Exit 0 if it holds, 1 with one line that says where it breaks."""
    with transaction(reads_only=True):
        found = chain.verify()
    if as_json:
        click.echo(
            json.dumps(
                {
                    "holds": found.broken_at is None,
                    "sealed": found.head.position,
                    "digest": found.head.digest,
                    "unsealed": found.unsealed,
                    "erased": found.erased,
                    "broken_at": found.broken_at,
                    "because": found.because or None,
                }
            )
        )
    elif found.broken_at is None:
        click.echo(
            f"the chain holds: {found.head.position} sealed, {found.unsealed} not sealed yet, "
            f"{found.erased} with erased personal values, ends in {found.head.digest}"
        )
    if found.broken_at is not None:
        raise click.ClickException(f"the chain breaks at {found.broken_at}: {found.because}")
