"""The chart of the obligations of all agreements in a year, one row for each agreement. Pure: rows in, chart out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agreements.compliance.rules import MONTHS, Outcome, Owed, drawn_as
from agreements.compliance.timeline import FIRST, MARKS
from app.charts import specs
from app.charts.specs import Layer, Spec, along, as_given, layer

ROW = 62
"""Height of a row in pixels: its name, its marks and their numbers."""
TEXT_AT, MARKS_AT, NUMBERS_AT = 0.2, 0.54, 0.83
"""Where name, marks and numbers are in a row, as a share of its height."""
SLOT = 16
"""Width of a mark with its number in pixels."""
LOOK = {**MARKS, Outcome.OPEN: FIRST}
"""The mark of each outcome that is drawn."""

Cells = Mapping[tuple[int, Outcome], int]


@dataclass(frozen=True, slots=True)
class Band:
    """An agreement: what was owed under it, its name in wide and in slim drawings, its words, the path of its link."""

    owed: Sequence[Owed]
    label: str
    short_label: str
    said: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The year in periods of `months` months: the name of each, and the number of that of today if it is one."""

    months: int
    names: Sequence[str]
    today: int | None
    today_said: str


def cells_of(owed: Sequence[Owed], months: int) -> Cells:
    """Return how many obligations of a year have each outcome, by the number of the period of their first due date."""
    found = [((one.first_due.month - 1) // months, drawn_as(one.outcome)) for one in owed]
    return Counter((period, outcome) for period, outcome in found if outcome)


def across_chart(description: str, bands: Sequence[Band], scale: Scale, *, width: int) -> Spec:
    """Return the chart, `width` pixels wide: a mark for each outcome in a period, with its number if above one."""
    layers = _layers(bands, scale, width)
    return specs.specification(description, layers, width=width, height=ROW * len(bands))


def _layers(bands: Sequence[Band], scale: Scale, width: int) -> Iterator[Layer]:
    x, y = along("x", 0, MONTHS), along("y", 0, len(bands), reverse=True)
    whole = {"x": {"value": 0}, "x2": {"value": "width"}}
    periods = [{"x": number * scale.months, "t": name} for number, name in enumerate(scale.names)]
    if scale.today is not None:
        start = scale.today * scale.months
        at = [{"x": start, "x2": start + scale.months, "t": scale.today_said}]
        yield layer("rect", at, {"x": x, "x2": {"field": "x2"}}, fill=specs.CANVAS)
        above = {"x": x, "x2": {"field": "x2"}, "y": {"value": 0}, "text": {"field": "t"}}
        look = {"align": "center", "baseline": "bottom", "dy": -7, "fontWeight": "bold"}
        yield layer("text", at, above, color=specs.ACCENT, **look)
    yield layer("rule", periods, {"x": x}, stroke=specs.LINE)
    yield layer("rule", [{"y": row + 1} for row in range(len(bands))], {"y": y, **whole}, stroke=specs.LINE)
    named = {"x": x, "y": {"value": "height"}, "text": {"field": "t"}}
    yield layer("text", periods, named, align="left", baseline="top", dx=2, dy=6, color=specs.INK_2)
    names = [
        {"y": row + TEXT_AT, "t": band.short_label if scale.months > 1 else band.label}
        for row, band in enumerate(bands)
    ]
    text = {"x": {"value": 0}, "y": y, "text": {"field": "t"}}
    yield layer("text", names, text, align="left", baseline="middle", limit=width - 8)
    marks = [mark for row, band in enumerate(bands) for mark in _marks(row, band, scale, MONTHS * SLOT / width)]
    channels = {"x": x, "y": y, "shape": as_given("shape"), "fill": as_given("fill"), "stroke": as_given("stroke")}
    yield layer("point", marks, channels, filled=True, opacity=1, size=110, strokeWidth=1.75)
    numbers = [{**mark, "y": mark["y"] + NUMBERS_AT - MARKS_AT} for mark in marks if mark["t"]]
    counted = {"x": x, "y": y, "text": {"field": "t"}}
    yield layer("text", numbers, counted, align="center", baseline="middle", fontSize=12.5)
    links = [
        {"y": row, "y2": row + 1, "u": band.href.lstrip("/"), "t": f"{band.short_label}: {band.said}"}
        for row, band in enumerate(bands)
    ]
    linked = {"y": y, "y2": {"field": "y2"}, **whole, "href": {"field": "u"}, "description": {"field": "t"}}
    yield layer("rect", links, linked, fill=specs.PAGE, fillOpacity=0)


def _marks(row: int, band: Band, scale: Scale, slot: float) -> Iterator[dict[str, Any]]:
    """Yield the marks of a row, those of a period side by side; `slot` is the width of one in months."""
    cells = cells_of(band.owed, scale.months)
    for period in range(len(scale.names)):
        shown = [outcome for outcome in LOOK if (period, outcome) in cells]
        for place, outcome in enumerate(shown):
            number = cells[period, outcome]
            yield {
                "x": period * scale.months + (place + 0.6) * slot,
                "y": row + MARKS_AT,
                "t": str(number) if number > 1 else "",
                **LOOK[outcome]._asdict(),
            }
