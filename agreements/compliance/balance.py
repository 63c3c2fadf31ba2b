"""The chart of obligations and rights of each party, side by side. Pure: rows in, specification out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.charts import specs
from app.charts.specs import Spec, along, layer

ROW = 50
WIDTH = 326
NAME_AT, BAR_AT, BAR_END = 0.24, 0.52, 0.84
"""Where the name and the bar are in a row, as a share of its height."""


class Balance(NamedTuple):
    """A party by name, with the numbers of its obligations and rights."""

    name: str
    duties: int
    rights: int


def balance_chart(description: str, parties: Sequence[Balance]) -> Spec:
    """Return the chart: obligations as filled bars to the left, rights as hollow bars to the right."""
    most = max((max(one.duties, one.rights) for one in parties), default=0) + 1
    x, y = along("x", -most, most), along("y", 0, len(parties), reverse=True)
    bar = {"x": x, "x2": {"field": "x2"}, "y": y, "y2": {"field": "y2"}}
    text = {"x": x, "y": y, "text": {"field": "t"}}
    duties, rights, left, right, names = [], [], [], [], []
    for row, party in enumerate(parties):
        place = {"y": row + BAR_AT, "y2": row + BAR_END, "x": 0}
        middle = row + (BAR_AT + BAR_END) / 2
        if party.duties:
            duties.append({**place, "x2": -party.duties})
        if party.rights:
            rights.append({**place, "x2": party.rights})
        left.append({"x": -party.duties, "y": middle, "t": str(party.duties)})
        right.append({"x": party.rights, "y": middle, "t": str(party.rights)})
        names.append({"x": 0, "y": row + NAME_AT, "t": party.name})
    layers = [
        layer("rect", duties, bar, fill=specs.INK),
        layer("rect", rights, bar, fill=specs.PAGE, stroke=specs.INK, strokeWidth=1.5),
        layer("text", left, text, align="right", baseline="middle", dx=-6),
        layer("text", right, text, align="left", baseline="middle", dx=6),
        layer("text", names, text, align="center", baseline="middle", limit=WIDTH - 6),
    ]
    return specs.specification(description, layers, width=WIDTH, height=ROW * len(parties))
