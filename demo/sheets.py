"""A page with a few lines of text, where the demo needs a file."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO


def sheet(lines: Sequence[str]) -> bytes:
    """Return a one-page PDF with these lines; equal lines give equal bytes."""
    import pikepdf

    text = ["BT /F 14 Tf 20 TL 72 760 Td"]
    for line in lines:
        plain = line.encode("ascii", "replace").decode()
        text.append("(" + plain.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ") Tj T*")
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    page = pdf.pages[0]
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    page.Contents = pdf.make_stream("\n".join([*text, "ET"]).encode())
    target = BytesIO()
    pdf.save(target, deterministic_id=True)
    return target.getvalue()
