"""Runs as JSON: those of benchmarks/history are kept with the code, and docs/images/performance.svg draws them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, table
from benchmarks.machine import described
from config import ROOT

FOLDER = Path(__file__).parent / "history"
PICTURE = ROOT / "docs" / "images" / "performance.svg"
PAGE = ROOT / "docs" / "performance-figures.md"


def as_json(results: Mapping[str, Sequence[Figure]], *, quick: bool) -> dict[str, Any]:
    """Return a run with where, when and of what it was taken."""
    figures = {name: [one.as_json() for one in some] for name, some in results.items()}
    return {**described(), "quick": quick, "results": figures}


def text_of(run: Mapping[str, Any]) -> str:
    """Return a run as the text of its file."""
    return json.dumps(run, indent=1, ensure_ascii=False) + "\n"


def keep_run(run: Mapping[str, Any]) -> None:
    """Add a run to the kept ones, write its figures down, and draw the trend of all."""
    from benchmarks.picture import drawn

    FOLDER.mkdir(exist_ok=True)
    stamp = run["taken_at"].replace(":", "").replace("-", "")
    (FOLDER / f"{stamp}-{run['commit']}.json").write_text(text_of(run))
    PICTURE.write_text(drawn(kept_runs()))
    PAGE.write_text(page_of(run))


def page_of(run: Mapping[str, Any]) -> str:
    """Return a run as a page of the documentation."""
    machine, versions = run["machine"], run["versions"]
    head = [
        "# Figures",
        "",
        f"The latest run that was kept, of {run['taken_at']}. [performance.md](performance.md) says what they mean.",
        "",
        f"Commit {run['commit']}; {machine['cores']} cores of {machine['cpu']}, {machine['memory_mib']} MiB, its load",
        f"at the end {machine['load'][0]}; {', '.join(f'{name} {number}' for name, number in versions.items())}.",
    ]
    for name, figures in run["results"].items():
        head += ["", f"## {name}", "", "```", *table([Figure.of(one) for one in figures]), "```"]
    return "\n".join(head) + "\n"


def kept_runs() -> list[dict[str, Any]]:
    """Return the kept runs, the oldest first."""
    return [json.loads(file.read_text()) for file in sorted(FOLDER.glob("*.json"))]
