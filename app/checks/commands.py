"""`flask check`: what keeps this instance from serving people, and how to correct it."""

from __future__ import annotations

import json

import click
from flask.cli import with_appcontext

from app.checks.findings import Result, State
from app.checks.registry import run_checks
from app.checks.schemas import ResultSchema
from app.database.transactions import transaction
from app.web.i18n import force_locale


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="One object on standard output.")
@with_appcontext
def check_command(*, as_json: bool) -> None:
    """Check settings, machine and database, and print each problem in one line with its remedy.

    Exit 1 if there is a fault. Outside production, what matters only there is advice.
    """
    with force_locale("en"), transaction(reads_only=True):
        results = run_checks()
        click.echo(json.dumps({"items": ResultSchema(many=True).dump(results)}) if as_json else _lines(results))
    if any(result.state is State.FAULT for result in results):
        click.get_current_context().exit(1)


def _lines(results: list[Result]) -> str:
    lines = [finding.line for result in results for finding in result.findings]
    return "\n".join(lines or [f"{len(results)} checks passed."])
