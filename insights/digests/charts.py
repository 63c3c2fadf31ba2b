"""Charts of digests. Pure: rows in, specifications out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.charts import specs
from app.charts.specs import Spec, along, as_given, layer

WIDE, SLIM, PAPER = 500, 320, 720
"""Widths of the drawings in pixels: on a desk, on a phone of 360 pixels, and in a document."""
NAMES, WORDS = 150, 130
"""Pixels for the names left of the bars, and for the words to their right."""
ROW, TALL = 30, 48
"""Heights of a row in pixels, where names stand left of the bars, and where they stand above."""


class Bar(NamedTuple):
    """A bar: its name, its parts (number, fill, stroke), and the words beside it."""

    name: str
    parts: Sequence[tuple[int, str, str]]
    words: str


def bars(description: str, rows: Sequence[Bar], *, width: int) -> Spec:
    """Return bars of counts, one below the other; where `width` is `SLIM` names and words stand above them."""
    slim = width == SLIM
    height = TALL if slim else ROW
    start, end = (0, width - 8) if slim else (NAMES, width - WORDS)
    most = max((sum(part[0] for part in row.parts) for row in rows), default=0) or 1
    drawn, names, words = [], [], []
    for number, row in enumerate(rows):
        top = number * height + (24 if slim else 7)
        place, middle = float(start), number * height + (12 if slim else ROW / 2)
        for value, fill, stroke in row.parts:
            length = value * (end - start) / most
            if value:
                drawn.append(
                    {"x": place, "x2": place + length, "y": top, "y2": top + 16, "fill": fill, "stroke": stroke}
                )
            place += length
        names.append({"x": 0, "y": middle, "t": row.name})
        words.append({"x": width - 8 if slim else place + 8, "y": middle, "t": row.words})
    x, y = along("x", 0, width - 4), along("y", 0, height * len(rows), reverse=True)
    text = {"x": x, "y": y, "text": {"field": "t"}}
    span = {"x": x, "x2": {"field": "x2"}, "y": y, "y2": {"field": "y2"}}
    look = {"fill": as_given("fill"), "stroke": as_given("stroke")}
    ends = "right" if slim else "left"
    layers = [
        layer("rect", drawn, {**span, **look}, strokeWidth=1.5),
        layer("text", names, text, baseline="middle", align="left", fontWeight=600, limit=NAMES - 8),
        layer("text", words, text, baseline="middle", align=ends, color=specs.INK_2),
    ]
    return specs.specification(description, layers, width=width, height=height * len(rows))
