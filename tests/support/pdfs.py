"""Small PDFs to upload."""

from io import BytesIO

import pikepdf


def blank_pdf(pages: int = 1, *, text: str = "", password: str = "") -> bytes:
    """Return a PDF with `text` on each of its pages, locked with `password` if there is one."""
    with pikepdf.new() as made:
        font = made.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
        for number in range(1, pages + 1):
            made.add_blank_page(page_size=(595, 842))
            page = made.pages[-1]
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            written = f"BT /F1 12 Tf 72 770 Td ({text} {number}) Tj ET" if text else ""
            page.Contents = made.make_stream(written.encode())
        out = BytesIO()
        locked = pikepdf.Encryption(owner=password, user=password) if password else False
        made.save(out, deterministic_id=not password, encryption=locked)
    return out.getvalue()
