"""PDF pages with a few lines of text, for the demo's files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from app.pdf import pdf

PAGE = Markup(
    '<!doctype html><html lang="id"><head><title>{}</title>'
    '<link rel="stylesheet" href="selaras:print.css"></head><body>{}</body></html>'
)


def page_with(lines: Sequence[str], *, at: datetime) -> bytes:
    """Return a one-page PDF with these lines, dated `at`; equal lines and dates give equal bytes."""
    text = Markup().join(Markup("<p>{}</p>").format(line) for line in lines)
    html = str(PAGE.format(lines[0], text))
    return pdf.render(html, title=lines[0], author="Selaras", language="id", created_at=at)
