"""QR codes as a single SVG path, without style attributes."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple


class Code(NamedTuple):
    """A QR code: its width in modules, without the quiet zone, and the `d` attribute of the SVG path."""

    side: int
    path: str


def code(text: str) -> Code:
    """Return the smallest QR code of `text`, with the highest error correction that fits its size."""
    import segno

    rows = segno.make_qr(text, error="l", boost_error=True).matrix
    return Code(len(rows), "".join(_row(row, y) for y, row in enumerate(rows)))


def _row(row: bytes | bytearray | tuple[int, ...], y: int) -> str:
    runs, x = [], 0
    for dark, group in groupby(row):
        width = len(list(group))
        if dark:
            runs.append(f"M{x} {y}h{width}v1h-{width}z")
        x += width
    return "".join(runs)
