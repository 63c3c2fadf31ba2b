"""Vega-Lite specifications in the look of Selaras. Colours are the light values of the theme's tokens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

PAGE, CANVAS, LINE, EDGE = "#fff", "#f4f7f6", "#d9e0de", "#768582"
INK, INK_2, ACCENT = "#15211f", "#4b5957", "#075e63"
GOOD, WARN, BAD = "#1d6328", "#804c00", "#a11d1d"

TOKENS = {
    PAGE: "page",
    CANVAS: "canvas",
    LINE: "line",
    EDGE: "edge",
    INK: "ink",
    INK_2: "ink-2",
    ACCENT: "accent",
    GOOD: "good",
    WARN: "warn",
    BAD: "bad",
}
"""The token of theme.css of each colour that a drawing may have."""

FONT = "Public Sans"
TEXT = 13
"""The size of letters in pixels; drawings are shown at their own size, so letters are never smaller."""

Spec = dict[str, Any]
Layer = dict[str, Any]


def specification(description: str, layers: Iterable[Layer], *, width: int, height: int) -> Spec:
    """Return a specification of `layers`, drawn in this order.

    `description` is the text alternative of the drawing. `width` (in pixels) is that of the drawing, `height` that of
    its plot. The layers have no axes: what they need of them are marks of their own.
    """
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": description,
        "background": None,
        "padding": 2,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": {"view": {"stroke": None}, "font": FONT, "text": {"fontSize": TEXT, "color": INK}},
        "width": width,
        "height": height,
        "layer": list(layers),
    }


def layer(mark: str, values: Iterable[Mapping[str, Any]], channels: Mapping[str, Any], **properties: Any) -> Layer:
    """Return one layer: its rows, its mark with `properties`, and the channels that the rows determine."""
    return {
        "data": {"values": list(values)},
        "mark": {"type": mark, **properties},
        "encoding": dict(channels),
    }


def along(field: str, start: float, end: float, *, reverse: bool = False) -> dict[str, Any]:
    """Return the channel of a number between `start` and `end` that spans the plot; `reverse`: from the top down."""
    scale = {"domain": [start, end], "nice": False, "zero": False, "reverse": reverse}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": None}


def as_given(field: str) -> dict[str, Any]:
    """Return the channel of a field that has the visual value itself: a colour, or the name of a shape."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None}
