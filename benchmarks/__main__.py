"""`script/benchmark [name …] [--json FILE [--publish]] [--compare FILE] [--quick]`."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path

import click

from benchmarks.comparison import changes
from benchmarks.figures import Figure, Verdict, table
from benchmarks.instances import DATABASES, Instances
from benchmarks.report import as_json, publish, write_run
from benchmarks.run import Run

MEASUREMENTS = (
    "pages",
    "queries",
    "peer",
    "growth",
    "search",
    "start",
    "occurrences",
    "calendar",
    "horizon",
    "changes",
    "outbox",
    "papers",
    "tick",
    "weight",
    "lighthouse",
    "memory",
)
"""Modules of this package in the order of a run; each has a function `measure(run)` that yields figures."""


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(MEASUREMENTS))
@click.option("--json", "file", type=click.Path(path_type=Path, dir_okay=False), help="write the run to this file")
@click.option("--compare", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="an earlier run's JSON")
@click.option("--publish", "publishes", is_flag=True, help="write the figures and picture of docs/ from --json")
@click.option("--database", type=click.Choice(DATABASES), help="only this one")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), help="where instances stay for later runs")
@click.option("--server", help="the URL of a running PostgreSQL server, for a superuser, where databases stay too")
@click.option("--quick", is_flag=True, help="see that everything works; the figures mean little")
def main(
    *,
    names: tuple[str, ...],
    file: Path | None,
    compare: Path | None,
    publishes: bool,
    database: str | None,
    folder: Path | None,
    server: str | None,
    quick: bool,
) -> None:
    """Run all benchmarks, or the named ones. Exits with 1 if a bar was missed."""
    if publishes and not file:
        raise click.UsageError("--publish needs --json FILE")
    earlier = json.loads(compare.read_text()) if compare else None
    with ExitStack() as stack:
        own = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="selaras-benchmark-")))
        databases = (database,) if database else DATABASES
        instances = Instances(folder.resolve() if folder else own / "instances", stack, databases, server)
        results = _measured(names or MEASUREMENTS, Run(folder=own, instances=instances, quick=quick), file)
    taken = as_json(results, quick=quick)
    if earlier:
        click.echo("\n".join(changes(earlier, taken)))
    if file and publishes:
        publish(file)
    sys.exit(_verdict(results))


def _measured(names: Sequence[str], run: Run, file: Path | None) -> dict[str, list[Figure]]:
    """Run benchmarks one after another; print each when it is done, and write what is done so far to `file`."""
    results: dict[str, list[Figure]] = {}
    for name in names:
        results[name] = list(import_module(f"benchmarks.{name}").measure(run))
        click.echo("\n".join([name, *table(results[name])]))
        if file:
            write_run(file, as_json(results, quick=run.quick))
    return results


def _verdict(results: dict[str, list[Figure]]) -> int:
    missed = [one for figures in results.values() for one in figures if one.verdict is Verdict.MISSED]
    click.echo(f"{len(missed)} bars missed" if missed else "every bar met", err=True)
    return 1 if missed else 0


if __name__ == "__main__":
    main()
