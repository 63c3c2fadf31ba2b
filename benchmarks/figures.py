"""Figures: measured values, their bars, and whether they meet them."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

TOLERANCE = 1.1


class Verdict(enum.Enum):
    """Whether a figure meets its bar."""

    MET = "met"
    MISSED = "missed"
    NO_BAR = "-"


@dataclass(frozen=True, slots=True)
class Bar:
    """A limit that a value must not exceed, or with `least` must reach."""

    limit: float
    least: bool = False

    def judge(self, value: float) -> Verdict:
        """Return whether `value` meets the limit. A limit missed by a tenth counts as met."""
        met = value >= self.limit / TOLERANCE if self.least else value <= self.limit * TOLERANCE
        return Verdict.MET if met else Verdict.MISSED

    def __str__(self) -> str:
        return f"{'≥' if self.least else '≤'} {written(self.limit)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured value. `note` describes what it was computed from, `raw` keeps that for the JSON file."""

    name: str
    value: float
    unit: str
    bar: Bar | None = None
    note: str = ""
    raw: dict[str, Any] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        """Whether the value meets its bar."""
        return self.bar.judge(self.value) if self.bar else Verdict.NO_BAR

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Figure:
        """Return the figure that `as_json` serialised."""
        bar = Bar(**kept["bar"]) if kept["bar"] else None
        known = {name: kept[name] for name in ("name", "value", "unit", "note", "raw")}
        return cls(**known, bar=bar)

    def as_json(self) -> dict[str, Any]:
        """Return the figure as in the JSON of a run."""
        bar = {"limit": self.bar.limit, "least": self.bar.least} if self.bar else None
        return {
            "name": self.name,
            "value": round(self.value, 4),
            "unit": self.unit,
            "bar": bar,
            "verdict": self.verdict.value,
            "note": self.note,
            "raw": self.raw,
        }


def at_most(limit: float) -> Bar:
    """Return the bar that a value must not exceed."""
    return Bar(limit)


def at_least(limit: float) -> Bar:
    """Return the bar that a value must reach."""
    return Bar(limit, least=True)


def written(value: float) -> str:
    """Return a value with three significant digits, without trailing zeros."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.2f}".rstrip("0").rstrip(".")


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value that `percent` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def middle(values: Iterable[float], digits: int = 4) -> float:
    """Return the median, rounded."""
    return round(median(values), digits)


def table(figures: Sequence[Figure]) -> Iterator[str]:
    """Yield the lines of an aligned table: name, value, bar, verdict, note."""
    rows = [
        (one.name, written(one.value), one.unit, str(one.bar or ""), one.verdict.value if one.bar else "", one.note)
        for one in figures
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, value, *rest in rows:
        words = (word.ljust(width) for word, width in zip(rest, widths[2:], strict=True))
        yield f"  {name.ljust(widths[0])}  {value.rjust(widths[1])} {'  '.join(words)}".rstrip()
