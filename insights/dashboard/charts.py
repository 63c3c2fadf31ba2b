"""Charts of the dashboard. Pure: rows in, specifications out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from app.charts import specs
from app.charts.specs import Layer, Spec, along, as_given, layer

WHOLE, WIDE, SLIM, ROW = 1000, 500, 320, 52


class Point(NamedTuple):
    """A point of a line: its label under the axis, its value in per cent or None, and a note under the label."""

    label: str
    value: int | None
    note: str


class Bar(NamedTuple):
    """A stacked bar: its name, its parts (number, fill, stroke), and the sentence under it."""

    name: str
    parts: Sequence[tuple[int, str, str]]
    words: str


class Pair(NamedTuple):
    """Two shares of one sector in per cent: of the seats called, and of those that came."""

    name: str
    called: int
    came: int


class Dot(NamedTuple):
    """A due date: its day, its row (from 0), what it is, and the page that it leads to."""

    day: date
    row: int
    words: str
    href: str


def line(description: str, points: Sequence[Point], *, width: int) -> Spec:
    """Return a line of per cents over months; the lowest, the first and the last value are written."""
    x, y = along("x", -0.5, len(points) - 0.5), along("y", -38, 112)
    known = [{"x": number, "y": one.value} for number, one in enumerate(points) if one.value is not None]
    told = {id(one): one for one in (known[:1] + known[-1:] + sorted(known, key=lambda one: one["y"])[:1])}
    every = 1 if width > SLIM else 2
    shown = [(number, one) for number, one in enumerate(points) if (len(points) - 1 - number) % every == 0]
    layers = [
        layer("rule", [{"y": value} for value in (0, 50, 100)], {"y": y}, color=specs.LINE),
        layer("line", known, {"x": x, "y": y}, color=specs.INK, strokeWidth=2),
        layer("point", known, {"x": x, "y": y}, color=specs.INK, filled=True, size=40),
        _texts([{**one, "t": f"{one['y']} %"} for one in told.values()], x, y, dy=-12, fontWeight=600),
        _texts([{"x": number, "y": -12, "t": one.label} for number, one in shown], x, y),
        _texts([{"x": number, "y": -28, "t": one.note} for number, one in shown], x, y, color=specs.INK_2),
    ]
    return specs.specification(description, layers, width=width, height=210)


def steps(description: str, lines: Sequence[Sequence[tuple[int, float]]], *, width: int, last: int) -> Spec:
    """Return step lines of a share that is left (1 down to 0) over days up to `last`; after the first, dashed ones."""
    x, y = along("x", 0, last), along("y", -14, 106)
    grid = [{"y": value} for value in (0, 50, 100)]
    layers = [layer("rule", grid, {"y": y}, color=specs.LINE)]
    for number, one in enumerate(lines):
        rows = [{"x": min(day, last), "y": 100 * left} for day, left in one if day <= last]
        rows.append({"x": last, "y": rows[-1]["y"] if rows else 100})
        dash = {"strokeDash": [4, 3], "color": specs.INK_2} if number else {"color": specs.INK}
        layers.append(layer("line", rows, {"x": x, "y": y}, interpolate="step-after", strokeWidth=2, **dash))
    ticks = [{"x": day, "y": -8, "t": str(day)} for day in range(0, last + 1, max(last // 6, 1))]
    layers.append(_texts(ticks, x, y, color=specs.INK_2))
    return specs.specification(description, layers, width=width, height=190)


def bars(description: str, rows: Sequence[Bar], *, width: int) -> Spec:
    """Return stacked bars, each with its name above and a sentence below."""
    most = max((sum(part[0] for part in row.parts) for row in rows), default=1) or 1
    x, y = along("x", 0, most), along("y", 0, len(rows), reverse=True)
    drawn, names, words = [], [], []
    for number, row in enumerate(rows):
        start = 0
        for value, fill, stroke in row.parts:
            if value:
                place = {"x": start, "x2": start + value, "y": number + 0.36, "y2": number + 0.62}
                drawn.append({**place, "fill": fill, "stroke": stroke})
            start += value
        names.append({"x": 0, "y": number + 0.2, "t": row.name})
        words.append({"x": 0, "y": number + 0.8, "t": row.words})
    span = {"x": x, "x2": {"field": "x2"}, "y": y, "y2": {"field": "y2"}}
    look = {"fill": as_given("fill"), "stroke": as_given("stroke")}
    layers = [
        layer("rect", drawn, {**span, **look}, strokeWidth=1.5),
        _texts(names, x, y, align="left", fontWeight=600, limit=width - 6),
        _texts(words, x, y, align="left", color=specs.INK_2, limit=width - 6),
    ]
    return specs.specification(description, layers, width=width, height=ROW * len(rows))


def pairs(description: str, rows: Sequence[Pair], *, width: int) -> Spec:
    """Return, for each sector, its share of the seats called (hollow) and of those that came (full) on one line."""
    most = max((max(row.called, row.came) for row in rows), default=0) + 12
    x, y = along("x", -6, most), along("y", 0, len(rows), reverse=True)
    between, hollow, full, left, right, names = [], [], [], [], [], []
    for number, row in enumerate(rows):
        middle = number + 0.66
        between.append({"x": row.called, "x2": row.came, "y": middle})
        hollow.append({"x": row.called, "y": middle})
        full.append({"x": row.came, "y": middle})
        low, high = sorted((row.called, row.came))
        left.append({"x": low, "y": middle, "t": str(low)})
        right.append({"x": high, "y": middle, "t": f"{high} %" if number == 0 else str(high)})
        names.append({"x": -6, "y": number + 0.25, "t": row.name})
    place = {"x": x, "y": y}
    layers = [
        layer("rule", between, {**place, "x2": {"field": "x2"}}, color=specs.EDGE, strokeWidth=3),
        layer("point", hollow, place, fill=specs.PAGE, stroke=specs.INK, strokeWidth=2, size=100, filled=True),
        layer("point", full, place, color=specs.INK, filled=True, size=60),
        _texts(
            [one for one, row in zip(left, rows, strict=True) if row.called != row.came], x, y, align="right", dx=-9
        ),
        _texts(right, x, y, align="left", dx=9),
        _texts(names, x, y, align="left", fontWeight=600),
    ]
    return specs.specification(description, layers, width=width, height=46 * len(rows))


def lanes(
    description: str,
    names: Sequence[str],
    dots: Iterable[Dot],
    months: Sequence[tuple[date, str]],
    *,
    days: Any,
    width: int,
) -> Spec:
    """Return due dates as dots in rows that have `names`; `days` are the first and last day, `months` the ticks."""
    first, last = days
    x, y = along("x", 0, (last - first).days), along("y", 0, len(names) + 0.6, reverse=True)
    ticks = [{"x": (day - first).days, "y": len(names) + 0.3, "t": words} for day, words in months]
    rows = [
        {"x": (dot.day - first).days, "y": dot.row + 0.68, "u": dot.href.lstrip("/"), "t": dot.words} for dot in dots
    ]
    marks = {"x": x, "y": y, "href": {"field": "u"}, "description": {"field": "t"}}
    layers = [
        layer("rule", [{"x": one["x"]} for one in ticks], {"x": x}, color=specs.LINE),
        _texts(
            [{"x": 0, "y": row + 0.3, "t": name} for row, name in enumerate(names)], x, y, align="left", fontWeight=600
        ),
        layer("point", rows, marks, color=specs.INK, filled=True, size=70, opacity=0.75),
        _texts(ticks, x, y, align="left", dx=4, color=specs.INK_2),
    ]
    return specs.specification(description, layers, width=width, height=44 * len(names) + 26)


def _texts(rows: Sequence[dict[str, Any]], x: dict[str, Any], y: dict[str, Any], **look: Any) -> Layer:
    return layer("text", rows, {"x": x, "y": y, "text": {"field": "t"}}, **{"baseline": "middle", **look})
