"""A sample letter, to see how the letterhead prints."""

from __future__ import annotations

from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from app.circles.models import Classification
from app.pdf.document import PdfDocument, produce


def sample_letter(now: datetime, language: str) -> bytes:
    """Return a letter that says nothing, with the present letterhead, as a tagged PDF."""
    with force_locale(language):
        title = _("Sample letter")
    sheet = PdfDocument(
        title=title,
        as_of=now.replace(second=0, microsecond=0),
        classification=Classification.INTERNAL,
        language=language,
    )
    return produce(sheet, "settings/sample-letter.html")
