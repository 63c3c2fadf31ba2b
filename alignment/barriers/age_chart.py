"""The chart of ages: a mark for each open barrier, in a row for each type. Pure: rows in, specification out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from alignment.barriers.rules import FOR_LEADERSHIP, OLD, Tone, tone
from app.charts import specs
from app.charts.specs import Layer, Spec, along, as_given, layer

WIDE, SLIM = 900, 326
"""Widths of the drawings in pixels."""
ROW = 44
"""Height of a row in pixels."""
TEXT_AT, MARKS_AT = 0.3, 0.72
LETTER = 6.8
"""Mean width of a letter in pixels."""
MARKS = {
    Tone.FRESH: {"shape": "circle", "fill": specs.PAGE, "stroke": specs.INK},
    Tone.OLDER: {"shape": "diamond", "fill": specs.WARN, "stroke": specs.WARN},
    Tone.OLDEST: {"shape": "triangle-up", "fill": specs.BAD, "stroke": specs.BAD},
}


class Row(NamedTuple):
    """A type of barriers: its name, and the age in days and title of each, the oldest first."""

    name: str
    ages: Sequence[tuple[int, str]]


class Tick(NamedTuple):
    """A line of the scale: its days, and its words."""

    days: int
    words: str


def scale_end(oldest: int) -> int:
    """Return the number of days at the end of the scale: room for a name right of the oldest barrier."""
    return max(150, oldest + max(60, oldest // 2))


def ticks(end: int, *, slim: bool) -> Iterator[int]:
    """Yield the days that the scale names, up to `end`; the steps are whole months of 30 days."""
    step = 30 * (1 + end // (210 if slim else 360))
    yield from range(0, end, step)


def ages(description: str, rows: Sequence[Row], scale: Sequence[Tick], *, end: int, slim: bool) -> Spec:
    """Return the chart; names stand beside old barriers, in a slim drawing their days above them."""
    width = SLIM if slim else WIDE
    layers = _Ages(rows, scale, end, width, slim).layers()
    return specs.specification(description, layers, width=width, height=ROW * len(rows))


class _Ages:
    def __init__(self, rows: Sequence[Row], scale: Sequence[Tick], end: int, width: int, slim: bool) -> None:
        self.rows, self.scale, self.end, self.width, self.slim = rows, scale, end, width, slim
        self.x = along("x", 0, end)
        self.y = along("y", 0, len(rows), reverse=True)

    def layers(self) -> Iterator[Layer]:
        lines = [{"x": one.days, "t": one.words} for one in self.scale]
        yield layer("rule", lines, {"x": self.x}, stroke=specs.LINE)
        below = {"x": self.x, "y": {"value": "height"}, "text": {"field": "t"}}
        yield layer("text", lines, below, align="left", baseline="top", dy=6, color=specs.INK_2)
        limit = [{"x": FOR_LEADERSHIP}]
        yield layer("rule", limit, {"x": self.x}, stroke=specs.BAD, strokeWidth=1.5, strokeDash=[4, 3])
        names = [{"y": number + TEXT_AT, "t": row.name} for number, row in enumerate(self.rows)]
        named = {"x": {"value": 0}, "y": self.y, "text": {"field": "t"}}
        yield layer("text", names, named, align="left", baseline="middle", fontWeight="bold")
        marks = [
            {"x": days, "y": number + MARKS_AT, **MARKS[tone(days)]}
            for number, row in enumerate(self.rows)
            for days, _title in row.ages
        ]
        looks = {name: as_given(name) for name in ("shape", "fill", "stroke")}
        channels = {"x": self.x, "y": self.y, **looks}
        yield layer("point", marks, channels, filled=True, opacity=1, size=110, strokeWidth=1.5)
        yield from self._words()

    def _words(self) -> Iterator[Layer]:
        words: dict[str, list[dict[str, Any]]] = {"right": [], "left": [], "above": []}
        for number, row in enumerate(self.rows):
            for side, said in self._beside(row):
                words[side].append({**said, "y": number + MARKS_AT})
        for side, align, dx, dy in (("right", "left", 11, 0), ("left", "right", -11, 0), ("above", "center", 0, -15)):
            channels = {"x": self.x, "y": self.y, "text": {"field": "t"}, "color": as_given("c")}
            yield layer("text", words[side], channels, align=align, baseline="middle", dx=dx, dy=dy)

    def _beside(self, row: Row) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield side and words of the old barriers of a row, where they meet neither marks nor other words."""
        places = [days * self.width / self.end for days, _title in row.ages]
        limit = FOR_LEADERSHIP * self.width / self.end
        taken = [(limit, limit + 1), *((place - 8, place + 8) for place in places)]
        for (days, title), place in zip(row.ages, places, strict=True):
            if days <= OLD:
                continue
            words = str(days) if self.slim else title
            wide = len(words) * LETTER
            spans = {"right": (place + 9, place + 11 + wide), "left": (place - 11 - wide, place - 9)}
            if self.slim:
                spans = {"above": (place - wide / 2, place + wide / 2)}
            free = [side for side, span in spans.items() if self._is_free(span, taken, place)]
            if free:
                taken.append(spans[free[0]])
                yield free[0], {"x": days, "t": words, "c": specs.BAD if days > FOR_LEADERSHIP else specs.INK_2}

    def _is_free(self, span: tuple[float, float], taken: Sequence[tuple[float, float]], own: float) -> bool:
        others = [one for one in taken if not one[0] < own < one[1]] if self.slim else taken
        inside = span[0] >= 0 and span[1] <= self.width
        return inside and not any(begins < span[1] and span[0] < ends for begins, ends in others)
