"""The chart of what was raised and what came onto the agenda. Pure: rows in, specification out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.charts import specs
from app.charts.specs import Spec, along, layer

ROW = 48
WIDTH = 384
NAME_AT, BAR_AT, BAR_END = 0.24, 0.5, 0.84
"""Where the name and the bar are in a row, as a share of its height."""
ROOM = 1.25
"""How much longer the axis is than the longest bar, for the words behind it."""


class Raised(NamedTuple):
    """A raiser by name, with the numbers of what it raised and of what came onto the agenda, and both in words."""

    name: str
    raised: int
    taken_up: int
    words: str


def voices_chart(description: str, rows: Sequence[Raised]) -> Spec:
    """Return the chart: what was raised as a hollow bar, what came onto the agenda as a filled one within it."""
    most = max((one.raised for one in rows), default=1) * ROOM
    x, y = along("x", 0, most), along("y", 0, len(rows), reverse=True)
    bar = {"x": x, "x2": {"field": "x2"}, "y": y, "y2": {"field": "y2"}}
    text = {"x": x, "y": y, "text": {"field": "t"}}
    raised, taken, names, words = [], [], [], []
    for row, one in enumerate(rows):
        place = {"y": row + BAR_AT, "y2": row + BAR_END, "x": 0}
        raised.append({**place, "x2": one.raised})
        if one.taken_up:
            taken.append({**place, "x2": one.taken_up})
        names.append({"x": 0, "y": row + NAME_AT, "t": one.name})
        words.append({"x": one.raised, "y": row + (BAR_AT + BAR_END) / 2, "t": one.words})
    layers = [
        layer("rect", raised, bar, fill=specs.PAGE, stroke=specs.INK, strokeWidth=1.5),
        layer("rect", taken, bar, fill=specs.INK),
        layer("text", names, text, align="left", baseline="middle", limit=WIDTH - 6),
        layer("text", words, text, align="left", baseline="middle", dx=6),
    ]
    return specs.specification(description, layers, width=WIDTH, height=ROW * len(rows))
