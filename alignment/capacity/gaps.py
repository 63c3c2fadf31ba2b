"""The chart of what is needed and what there is of each competence. Pure: rows in, specification out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alignment.capacity.rules import HIGHEST, Standing
from app.charts import specs
from app.charts.specs import Layer, Spec, along, as_given, layer

ROW = 46
"""Height of a row in pixels: a line of text and a line of marks."""
AXIS = 26
"""Height of the line with the levels, below the rows."""
TEXT_AT, MARKS_AT = 0.3, 0.72
"""Where text and marks are in a row, as a share of its height."""


def gaps_chart(description: str, rows: Sequence[tuple[Standing, str]], *, width: int) -> Spec:
    """Return the chart: for each competence, with what is said of it, a line from what there is to what is needed."""
    height = ROW * len(rows) + AXIS
    x, y = along("x", 0, HIGHEST), along("y", 0, height / ROW, reverse=True)
    layers = [*_grid(x, y, len(rows)), *_marks(x, y, rows), *_words(y, rows, width)]
    return specs.specification(description, layers, width=width, height=height)


def _grid(x: Any, y: Any, number: int) -> list[Layer]:
    lines = [{"x": level, "y": 0, "y2": number} for level in range(HIGHEST + 1)]
    named = [{"x": level, "y": number + 0.3, "t": str(level)} for level in range(HIGHEST + 1)]
    words = {"x": x, "y": y, "text": {"field": "t"}}
    return [
        layer("rule", lines, {"x": x, "y": y, "y2": {"field": "y2"}}, stroke=specs.LINE),
        layer("text", named[:1], words, color=specs.INK_2, align="left", baseline="middle"),
        layer("text", named[1:-1], words, color=specs.INK_2, baseline="middle"),
        layer("text", named[-1:], words, color=specs.INK_2, align="right", baseline="middle"),
    ]


def _marks(x: Any, y: Any, rows: Sequence[tuple[Standing, str]]) -> list[Layer]:
    at = [(number + MARKS_AT, one) for number, (one, _said) in enumerate(rows)]
    gaps = [{"x": one.mean_held, "x2": one.mean_needed, "y": place} for place, one in at if one.gap]
    there = [{"x": one.mean_held, "y": place} for place, one in at]
    needed = [{"x": one.mean_needed, "y": place} for place, one in at]
    return [
        layer("rule", gaps, {"x": x, "x2": {"field": "x2"}, "y": y}, stroke=specs.BAD, strokeWidth=4),
        layer("point", there, {"x": x, "y": y}, shape="circle", filled=True, fill=specs.INK, opacity=1, size=130),
        layer(
            "point",
            needed,
            {"x": x, "y": y},
            shape="diamond",
            filled=True,
            fill=specs.PAGE,
            stroke=specs.INK,
            strokeWidth=1.75,
            opacity=1,
            size=150,
        ),
    ]


def _words(y: Any, rows: Sequence[tuple[Standing, str]], width: int) -> list[Layer]:
    names = [{"y": number + TEXT_AT, "t": one.name} for number, (one, _said) in enumerate(rows)]
    said = [
        {"y": number + TEXT_AT, "t": words, "c": specs.BAD if one.gap >= 1 else specs.INK_2}
        for number, (one, words) in enumerate(rows)
    ]
    text = {"y": y, "text": {"field": "t"}}
    return [
        layer(
            "text",
            names,
            {"x": {"value": 0}, **text},
            align="left",
            baseline="middle",
            fontWeight="bold",
            limit=width - 92,
        ),
        layer(
            "text",
            said,
            {"x": {"value": width - 4}, "color": as_given("c"), **text},
            align="right",
            baseline="middle",
        ),
    ]
