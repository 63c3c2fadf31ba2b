"""The chart of obligations in time, one row for each obligation and period. Pure: rows in, specification out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from agreements.compliance.rules import Outcome, Owed, Window
from app.charts import specs
from app.charts.specs import Layer, Spec, along, as_given, layer

ROW = 44
"""Height of a row in pixels: a line of text and a line of marks, large enough to be a link."""
TEXT_AT, MARKS_AT = 0.25, 0.7
"""Where text and marks are in a row, as a share of its height."""
LETTER = 6.6
"""Mean width of a letter in pixels."""


class Mark(NamedTuple):
    """The look of a mark: shape, and colours of its area and edge."""

    shape: str
    fill: str
    stroke: str


FIRST = Mark("circle", specs.PAGE, specs.INK)
CURRENT = Mark("diamond", specs.PAGE, specs.INK)
MARKS = {
    Outcome.MET: Mark("circle", specs.GOOD, specs.GOOD),
    Outcome.MET_LATE: Mark("square", specs.WARN, specs.WARN),
    Outcome.PARTLY_MET: Mark("triangle-down", specs.PAGE, specs.WARN),
    Outcome.WAITING: Mark("triangle-right", specs.INK, specs.INK),
    Outcome.LATE: Mark("triangle-up", specs.BAD, specs.BAD),
}
"""The mark of what became of an obligation; outcomes without a day of their own have none."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the chart: what is owed, its name in wide and in slim drawings, its words, the path of its link."""

    owed: Owed
    label: str
    short_label: str
    said: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What the chart shows beside its rows: the window with its months, dates that matter, and words for them."""

    window: Window
    months: Sequence[tuple[date, str]]
    today: date
    today_said: str
    notice_on: date | None
    notice_said: str
    ends_said: str


def timeline(description: str, lines: Sequence[Line], frame: Frame, *, width: int, slim: bool) -> Spec:
    """Return the chart, `width` pixels wide; `slim` uses the short names and no label of the last day for notice."""
    drawing = _Timeline(lines, frame, width, slim)
    return specs.specification(description, drawing.layers(), width=width, height=ROW * len(lines))


class _Timeline:
    """The layers of one drawing. Days count from the start of the window, rows from 0."""

    def __init__(self, lines: Sequence[Line], frame: Frame, width: int, slim: bool) -> None:
        self.lines, self.frame, self.width, self.slim = lines, frame, width, slim
        self.days = (frame.window.end - frame.window.start).days
        self.x = along("x", 0, self.days)
        self.y = along("y", 0, len(lines), reverse=True)
        self.marks = [list(self._marks(row, one.owed)) for row, one in enumerate(lines)]

    def layers(self) -> Iterator[Layer]:
        """Yield the layers, background first."""
        yield from self._grid()
        yield from self._dates()
        yield from self._spans()
        words = [
            {"y": row + TEXT_AT, "t": line.short_label if self.slim else line.label}
            for row, line in enumerate(self.lines)
        ]
        yield layer(
            "text",
            words,
            {"x": {"value": 0}, "y": self.y, "text": {"field": "t"}},
            align="left",
            baseline="middle",
            limit=self.width - 8,
        )
        yield layer(
            "point",
            [mark for row in self.marks for mark in row],
            {
                "x": self.x,
                "y": self.y,
                "shape": as_given("shape"),
                "fill": as_given("fill"),
                "stroke": as_given("stroke"),
            },
            filled=True,
            opacity=1,
            size=110,
            strokeWidth=1.75,
        )
        yield from self._said()
        yield from self._labels()
        yield self._links()

    def _at(self, day: date) -> int:
        return (day - self.frame.window.start).days

    def _is_shown(self, day: date | None) -> bool:
        return day is not None and self.frame.window.start <= day <= self.frame.window.end

    def _grid(self) -> Iterator[Layer]:
        months = [{"x": self._at(day), "t": name} for day, name in self.frame.months]
        if self.frame.window.ends_on:
            past = [{"x": self._at(self.frame.window.ends_on), "x2": self.days}]
            yield layer("rect", past, {"x": self.x, "x2": {"field": "x2"}}, fill=specs.CANVAS)
        yield layer("rule", months, {"x": self.x}, stroke=specs.LINE)
        rows = [{"y": number + 1} for number in range(len(self.lines))]
        yield layer("rule", rows, {"y": self.y, "x": {"value": 0}, "x2": {"value": "width"}}, stroke=specs.LINE)
        named = {"x": self.x, "y": {"value": "height"}, "text": {"field": "t"}}
        yield layer("text", months, named, align="left", baseline="top", dx=2, dy=6, color=specs.INK_2)

    def _dates(self) -> Iterator[Layer]:
        frame = self.frame
        for day, options in (
            (frame.notice_on, {"stroke": specs.WARN, "strokeDash": [5, 3], "strokeWidth": 1.5}),
            (frame.window.ends_on, {"stroke": specs.INK, "strokeWidth": 2}),
            (frame.today, {"stroke": specs.ACCENT, "strokeWidth": 2}),
        ):
            if day and self._is_shown(day):
                yield layer("rule", [{"x": self._at(day)}], {"x": self.x}, **options)

    def _marks(self, row: int, owed: Owed) -> Iterator[dict[str, Any]]:
        marks = [(owed.first_due, FIRST)]
        if owed.due != owed.first_due:
            marks.append((owed.due, CURRENT))
        own = MARKS.get(owed.outcome)
        if own:
            marks.append((self._day_of(owed), own))
        for day, mark in marks:
            yield {"x": self._at(day), "y": row + MARKS_AT, **mark._asdict()}

    def _day_of(self, owed: Owed) -> date:
        """Return the day of the mark of what became of an obligation, within the window."""
        is_late = owed.outcome is Outcome.LATE
        day = self.frame.today if is_late else owed.met_on or owed.delivered_on or owed.due
        return min(max(day, self.frame.window.start), self.frame.window.end)

    def _spans(self) -> Iterator[Layer]:
        spans, late = [], []
        for row, (line, marks) in enumerate(zip(self.lines, self.marks, strict=True)):
            places = [mark["x"] for mark in marks]
            spans.append({"y": row + MARKS_AT, "x": min(places), "x2": max(places)})
            if line.owed.outcome is Outcome.LATE:
                late.append({"y": row + MARKS_AT, "x": self._at(line.owed.due), "x2": places[-1]})
        channels = {"x": self.x, "x2": {"field": "x2"}, "y": self.y}
        yield layer("rule", [one for one in spans if one["x"] < one["x2"]], channels, stroke=specs.EDGE, strokeWidth=2)
        yield layer("rule", late, channels, stroke=specs.BAD, strokeWidth=4)

    def _said(self) -> Iterator[Layer]:
        """Yield the words beside the marks: right of them where there is room, else left of them if there is."""
        right, left = [], []
        for row, (line, marks) in enumerate(zip(self.lines, self.marks, strict=True)):
            words = line.said
            places = [mark["x"] for mark in marks]
            bad = line.owed.outcome in {Outcome.LATE, Outcome.BLOCKED}
            shown = {"y": row + MARKS_AT, "t": words, "c": specs.BAD if bad else specs.INK_2}
            room = self.width * (1 - max(places) / self.days) - 16
            end = self._left_of(min(places), words)
            fits_left = end - 12 / self._pixels() > self._wide(words)
            if (room > len(words) * LETTER and not self._crosses(max(places), words)) or not fits_left:
                right.append({**shown, "x": max(places)})
            else:
                left.append({**shown, "x": end})
        for values, align, dx in ((right, "left", 12), (left, "right", -12)):
            channels = {"x": self.x, "y": self.y, "text": {"field": "t"}, "color": as_given("c")}
            yield layer("text", values, channels, align=align, baseline="middle", dx=dx, fontSize=12.5)

    def _crosses(self, place: int, words: str) -> bool:
        """Return whether words right of a mark would cross the line of a date."""
        reach = place + self._wide(words) + 16 / self._pixels()
        days = (self.frame.today, self.frame.notice_on, self.frame.window.ends_on)
        return any(place < self._at(day) < reach for day in days if day)

    def _left_of(self, place: int, words: str) -> int:
        """Return where words left of a mark end: at the line of today if they would cross it."""
        today = self._at(self.frame.today)
        crosses = today < place and place - self._wide(words) - 12 / self._pixels() < today
        return today if crosses and self._is_shown(self.frame.today) else place

    def _wide(self, words: str) -> float:
        return len(words) * LETTER / self._pixels()

    def _pixels(self) -> float:
        """Return the width of a day in pixels."""
        return self.width / self.days

    def _labels(self) -> Iterator[Layer]:
        """Yield the names of the dates above the plot, on two lines where they would meet."""
        frame, ends = self.frame, self.frame.window.ends_on
        today = self._at(frame.today)
        above = {"y": {"value": 0}, "x": self.x, "text": {"field": "t"}}
        if self._is_shown(frame.today):
            yield layer(
                "text",
                [{"x": today, "t": frame.today_said}],
                above,
                align="right",
                baseline="bottom",
                dx=-4,
                dy=-7,
                color=specs.ACCENT,
                fontWeight="bold",
            )
        meets = ends is not None and -4 < (self._at(ends) - today) * self._pixels() < 60
        passed = ends is not None and abs(self._at(ends) - today) * self._pixels() < 60 and self._at(ends) <= today
        if ends and not passed:
            said = {"align": "right", "dx": 14 if not meets else 28, "baseline": "bottom", "fontWeight": "bold"}
            yield layer("text", [{"x": self._at(ends), "t": frame.ends_said}], above, dy=-7, **said)
        if not self.slim and frame.notice_on and self._is_shown(frame.notice_on):
            near_end = (self.days - self._at(frame.notice_on)) * self._pixels() < self.width / 2
            yield layer(
                "text",
                [{"x": self._at(frame.notice_on), "t": frame.notice_said}],
                above,
                align="center" if near_end else "left",
                baseline="bottom",
                dy=-23,
                color=specs.WARN,
            )

    def _links(self) -> Layer:
        rows = [
            {"y": row, "y2": row + 1, "u": line.href.lstrip("/"), "t": f"{line.label}: {line.said}"}
            for row, line in enumerate(self.lines)
        ]
        channels = {
            "y": self.y,
            "y2": {"field": "y2"},
            "x": {"value": 0},
            "x2": {"value": "width"},
            "href": {"field": "u"},
            "description": {"field": "t"},
        }
        return layer("rect", rows, channels, fill=specs.PAGE, fillOpacity=0)
