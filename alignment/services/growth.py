"""The chart of integrated services by quarter: reached as full bars, planned as dashed ones. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from alignment.services.labels import QUARTERS
from alignment.services.rules import Point
from app.charts import specs
from app.charts.specs import Spec, along, layer

HEIGHT = 200
HALF = 0.2
"""Half the width of a bar, as a share of the room of a quarter."""
LINES = 3
"""Number of lines that divide the height."""


def growth_chart(description: str, points: Sequence[Point], width: int) -> Spec:
    """Return the chart of `points` in order; the height of the plot stands for all services of the last one."""
    most = max(points[-1].total, *(one.integrated for one in points), 1)
    x, y = along("x", -0.5, len(points) - 0.5), along("y", -most * 0.22, most * 1.1)
    bar = {"x": x, "x2": {"field": "x2"}, "y": y, "y2": {"field": "y2"}}
    text = {"x": x, "y": y, "text": {"field": "t"}}
    bars = [(one, {"x": at - HALF, "x2": at + HALF, "y": 0, "y2": one.integrated}) for at, one in enumerate(points)]
    steps = sorted({round(most * part / LINES) for part in range(LINES + 1)})
    ends = {"x": -0.5, "x2": len(points) - 0.5}
    rules = [{**ends, "y": step} for step in steps]
    levels = [{"x": -0.5, "y": step, "t": str(step)} for step in steps[1:]]
    values = [{"x": at, "y": one.integrated, "t": str(one.integrated)} for at, one in enumerate(points)]
    names = [{"x": at, "y": 0, "t": str(QUARTERS[one.quarter.number - 1])} for at, one in enumerate(points)]
    years = [
        {"x": at, "y": 0, "t": str(one.quarter.year)}
        for at, one in enumerate(points)
        if not at or one.quarter.number == 1
    ]
    return specs.specification(
        description,
        [
            layer("rule", rules, {"x": x, "x2": {"field": "x2"}, "y": y}, stroke=specs.LINE),
            layer("text", levels, text, align="left", baseline="bottom", dx=2, dy=-2, fill=specs.INK_2),
            layer("rect", [row for one, row in bars if not one.planned], bar, fill=specs.INK),
            layer(
                "rect",
                [row for one, row in bars if one.planned],
                bar,
                fill=specs.PAGE,
                stroke=specs.INK,
                strokeWidth=1.5,
                strokeDash=[3, 2],
            ),
            layer("rule", [{**ends, "y": 0}], {"x": x, "x2": {"field": "x2"}, "y": y}, stroke=specs.EDGE),
            layer("text", values, text, baseline="bottom", dy=-5),
            layer("text", names, text, baseline="top", dy=6, fill=specs.INK_2),
            layer("text", years, text, baseline="top", dy=22, fill=specs.INK_2),
        ],
        width=width,
        height=HEIGHT,
    )
