"""QR codes as one SVG path: no style attributes, sharp at any size."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple


class Code(NamedTuple):
    """A QR code: its side in modules, without the quiet zone, and the `d` of the path that fills its dark ones."""

    side: int
    path: str


def code(text: str) -> Code:
    """Return the QR code of `text`, as small as it goes, with as much error correction as fits in that size."""
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
