"""The trend of several runs as an SVG: each measurement in relation to its bars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import log2
from statistics import median
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

WIDTH, HEIGHT, COLUMNS = 240, 130, 3
LEFT, TOP, BOTTOM = 34, 26, 16
HIGHEST, LOWEST = 16.0, 1 / 16
"""The ends of the axis, as multiples of the bar."""
STYLE = """
svg { background: #fff; font: 11px system-ui, sans-serif; fill: #333 }
.title { font-weight: 600 } .grid { stroke: #ddd } .bar { stroke: #333; stroke-dasharray: 4 3 }
.worst { stroke: #b3261e; fill: none; stroke-width: 2 } .usual { stroke: #1a5fb4; fill: none; stroke-width: 2 }
"""


class Place(NamedTuple):
    """The figures of one panel in one run in relation to their bars; 1 is the bar, more is missed."""

    worst: float
    usual: float


def drawn(runs: Sequence[Mapping[str, Any]]) -> str:
    """Return the picture: a panel per measurement, a point per run, the worst figure in red and the median in blue."""
    panels: dict[str, dict[int, Place]] = {}
    for number, run in enumerate(runs):
        for name, place in _places(run).items():
            panels.setdefault(name, {})[number] = place
    rows = -(-len(panels) // COLUMNS)
    parts = [
        part for number, (name, places) in enumerate(panels.items()) for part in _panel(number, name, places, runs)
    ]
    size = f"{COLUMNS * WIDTH} {rows * HEIGHT}"
    title = "<title>How near each measurement came to its bar, run by run</title>"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" role="img">{title}<style>{STYLE}</style>'
    return "\n".join([head, *parts, "</svg>\n"])


def _places(run: Mapping[str, Any]) -> dict[str, Place]:
    """Return a place for every measurement with bars; pages and growth by kind of page."""
    found: dict[str, list[float]] = {}
    for measurement, figures in run["results"].items():
        for one in figures:
            if one["bar"]:
                kind = one["name"].partition(":")[0] if ":" in one["name"] else ""
                found.setdefault(f"{measurement}, {kind}" if kind else measurement, []).append(_distance(one))
    return {name: Place(max(distances), median(distances)) for name, distances in found.items()}


def _distance(figure: Mapping[str, Any]) -> float:
    value, limit = max(figure["value"], 1e-6), figure["bar"]["limit"]
    return float(limit / value if figure["bar"]["least"] else value / limit)


def _panel(number: int, name: str, places: Mapping[int, Place], runs: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    left, top = number % COLUMNS * WIDTH, number // COLUMNS * HEIGHT
    yield f'<g transform="translate({left} {top})"><text class="title" x="{LEFT}" y="16">{escape(name)}</text>'
    for times in (4.0, 1.0, 0.25):
        kind = "bar" if times == 1 else "grid"
        height = _height(times)
        yield f'<line class="{kind}" x1="{LEFT}" x2="{WIDTH - 14}" y1="{height:.1f}" y2="{height:.1f}"/>'
        yield f'<text x="4" y="{height + 4:.1f}">{times:g} ×</text>'
    for line in ("usual", "worst"):
        points = [(_across(run, len(runs)), _height(getattr(place, line))) for run, place in places.items()]
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield f'<polyline class="{line}" points="{joined}"/>'
        yield from (f'<circle class="{line}" cx="{x:.1f}" cy="{y:.1f}" r="2"/>' for x, y in points)
    yield "</g>"


def _across(run: int, runs: int) -> float:
    return LEFT + 6 + (WIDTH - LEFT - 26) * (run / (runs - 1) if runs > 1 else 0.5)


def _height(times: float) -> float:
    """Return the y coordinate of a value; the axis is logarithmic."""
    part = (log2(HIGHEST) - log2(min(HIGHEST, max(LOWEST, times)))) / (log2(HIGHEST) - log2(LOWEST))
    return TOP + part * (HEIGHT - TOP - BOTTOM)
