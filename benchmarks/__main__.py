"""`script/benchmark [name …] [--json FILE] [--compare FILE] [--quick]`."""

from __future__ import annotations

import json
import sys
import tempfile
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from benchmarks.comparison import changes
from benchmarks.figures import Figure, Verdict, table
from benchmarks.instances import DATABASES, Instances
from benchmarks.machine import described
from benchmarks.run import Run

MEASUREMENTS = ("pages", "queries", "start", "occurrences", "calendar", "outbox", "papers", "tick", "weight", "memory")
"""Modules of this package, each with a `measure(run)` that yields figures; in the order in which they run."""


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(MEASUREMENTS))
@click.option("--json", "file", type=click.Path(path_type=Path, dir_okay=False), help="write the run there too")
@click.option("--compare", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="an earlier run's JSON")
@click.option("--database", type=click.Choice(DATABASES), help="only this one")
@click.option("--quick", is_flag=True, help="see that everything works; the figures mean little")
def main(*, names: tuple[str, ...], file: Path | None, compare: Path | None, database: str | None, quick: bool) -> None:
    """Measure everything, or what is named. Exit 1 when a bar was missed."""
    databases = (database,) if database else DATABASES
    earlier = json.loads(compare.read_text()) if compare else None
    results: dict[str, list[Figure]] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="selaras-benchmark-")))
        run = Run(folder=folder, instances=Instances(folder / "instances", stack, databases), quick=quick)
        for name in names or MEASUREMENTS:
            results[name] = list(import_module(f"benchmarks.{name}").measure(run))
            click.echo("\n".join([name, *table(results[name])]))
    if file:
        file.write_text(json.dumps(_as_json(results, quick=quick), indent=1) + "\n")
    if earlier:
        click.echo("\n".join(changes(earlier, _as_json(results, quick=quick))))
    missed = [one.name for figures in results.values() for one in figures if one.verdict is Verdict.MISSED]
    click.echo(f"{len(missed)} bars missed" if missed else "every bar met", err=True)
    sys.exit(1 if missed else 0)


def _as_json(results: dict[str, list[Figure]], *, quick: bool) -> dict[str, Any]:
    return {
        **described(),
        "quick": quick,
        "results": {name: [one.as_json() for one in figures] for name, figures in results.items()},
    }


if __name__ == "__main__":
    main()
