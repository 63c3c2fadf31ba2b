"""Compares two runs: which figures became better or worse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

NOISE = 0.1
"""Smaller relative changes of a figure are noise."""


def changes(earlier: dict[str, Any], later: dict[str, Any]) -> Iterator[str]:
    """Yield a line for each figure of both runs that changed by more than noise, the worst first."""
    before = {key: one["value"] for key, one in _figures(earlier)}
    moved = [(key, before[key], one["value"]) for key, one in _figures(later) if before.get(key)]
    yield f"against {earlier['commit']} of {earlier['taken_at']}:"
    for (measurement, name), then, now in sorted(moved, key=lambda row: row[1] / row[2] if row[2] else 0):
        if abs(now / then - 1) > NOISE:
            yield f"  {measurement}: {name}  {then:.2f} → {now:.2f}  ({now / then - 1:+.0%})"


def _figures(run: dict[str, Any]) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    for measurement, figures in run["results"].items():
        for one in figures:
            yield (measurement, one["name"]), one
