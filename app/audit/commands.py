"""The `flask audit` commands."""

from __future__ import annotations

import json

import click

from app.audit import chain
from app.audit.checks import check_contents
from app.database.commands import DatabaseGroup
from app.database.transactions import transaction

commands = DatabaseGroup("audit", short_help="The record and its hash chain.")


@commands.command("verify")
@click.option("--json", "as_json", is_flag=True, help="One object on standard output.")
def verify(*, as_json: bool) -> None:
    """Walk the whole chain, and check the contents whose hashes it records.

    Exit 0 if all holds, 1 with a line for each place where it does not.
    """
    with transaction(reads_only=True):
        found = chain.verify()
        contents = check_contents()
    differing = [line for one in contents for line in one.differing]
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
                    "contents": {one.what: one.number for one in contents},
                    "differing": differing,
                }
            )
        )
    elif found.broken_at is None:
        click.echo(
            f"the chain holds: {found.head.position} sealed, {found.unsealed} not sealed yet, "
            f"{found.erased} with erased personal values, ends in {found.head.digest}"
        )
        for one in contents:
            click.echo(f"{one.what}: {one.number} checked, {len(one.differing)} differ")
    faults = [*([f"the chain breaks at {found.broken_at}: {found.because}"] if found.broken_at else ()), *differing]
    if faults:
        raise click.ClickException("\n".join(faults))
