"""Runs as JSON files, and their page of figures and picture of trends in the documentation."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure
from benchmarks.machine import described
from benchmarks.picture import drawn
from benchmarks.summary import summary
from config import ROOT

PICTURE = ROOT / "docs" / "images" / "performance.svg"
PAGE = ROOT / "docs" / "performance-figures.md"


def as_json(results: Mapping[str, Sequence[Figure]], *, quick: bool) -> dict[str, Any]:
    """Return a run with its machine, time and commit."""
    figures = {name: [one.as_json() for one in some] for name, some in results.items()}
    return {**described(), "quick": quick, "results": figures}


def write_run(file: Path, run: Mapping[str, Any]) -> None:
    """Write a run to `file`, which `--compare` and `--publish` read."""
    file.write_text(json.dumps(run, indent=1, ensure_ascii=False) + "\n")


def publish(file: Path) -> None:
    """Write the page of figures from the run in `file`, and the picture from all runs in its folder."""
    runs = [json.loads(one.read_text()) for one in file.parent.glob("*.json")]
    PICTURE.write_text(drawn(sorted(runs, key=lambda run: run["taken_at"])))
    PAGE.write_text(page_of(json.loads(file.read_text())))


def page_of(run: Mapping[str, Any]) -> str:
    """Return a run as a page of the documentation."""
    machine, versions = run["machine"], run["versions"]
    lines = [
        "# Figures",
        "",
        f"The latest published run, of {run['taken_at']}. [performance.md](performance.md) explains the figures.",
        "Where a measurement has many, they are grouped by kind of page, database and size.",
        "",
        f"Commit {run['commit']}; {machine['cores']} cores of {machine['cpu']}, {machine['memory_mib']} MiB, load",
        f"at the end {machine['load'][0]}; {', '.join(f'{name} {number}' for name, number in versions.items())}.",
    ]
    for name, figures in run["results"].items():
        lines += ["", f"## {name}", "", *summary([Figure.of(one) for one in figures])]
    return "\n".join(lines) + "\n"
