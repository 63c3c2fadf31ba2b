"""Page numbers drawn on the pages of a merged file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

SIZE = 7.5
WIDTH = 92
HEIGHT = 11
SIDE = 40
BELOW = 11
"""Sizes in points: of the text, of the white field behind it, and its distance from the corner of the page. It is below
the foot of our own pages, and above what printers cannot reach."""
FONT = "/SelarasNumbers"


def stamp(pdf: pikepdf.Pdf, text: str) -> None:
    """Draw `text`, with `{page}` and `{of}` filled in, at the bottom right of all pages, as an untagged artifact."""
    import pikepdf

    total = len(pdf.pages)
    font = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )
    for index, page in enumerate(pdf.pages):
        name = page.add_resource(font, pikepdf.Name.Font, pikepdf.Name(FONT), replace_existing=True)
        drawn = _drawn(page, text.format(page=index + 1, of=total), str(name))
        page.contents_add(b"q", prepend=True)
        page.contents_add(drawn)


def _drawn(page: pikepdf.Page, text: str, font: str) -> bytes:
    """Return the operators that draw a text, after restoring the state of graphics that the page began with."""
    left, bottom, right, top = (float(value) for value in page.cropbox.as_list())
    turn = int(page.obj.get("/Rotate", 0)) % 360
    a, b, c, d, x, y = {
        0: (1, 0, 0, 1, right, bottom),
        90: (0, 1, -1, 0, right, top),
        180: (-1, 0, 0, -1, left, top),
        270: (0, -1, 1, 0, left, bottom),
    }.get(turn, (1, 0, 0, 1, right, bottom))
    words = text.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    field = f"{-SIDE - WIDTH} {BELOW} {WIDTH} {HEIGHT}"
    place = f"{-SIDE - WIDTH + 4} {BELOW + 3}"
    return (
        f"\nQ /Artifact BMC q {a} {b} {c} {d} {x} {y} cm 1 g {field} re f "
        f"0.29 0.35 0.34 rg BT {font} {SIZE} Tf {place} Td (".encode()
        + words
        + b") Tj ET Q EMC\n"
    )
