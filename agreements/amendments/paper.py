"""The amendment as PDF in office form: a draft to negotiate and sign, or the record of what was applied."""

from __future__ import annotations

from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from agreements.amendments.models import Addendum
from agreements.amendments.rows import Overview
from app.pdf.document import PdfDocument, file_name, produce


def pdf(amendment: Addendum, overview: Overview, now: datetime, language: str) -> bytes:
    """Return the PDF, in `language`. It names parties and obligations, but no commitments."""
    agreement = amendment.agreement
    with force_locale(language):
        title = _("Amendment %(number)s of %(agreement)s", number=amendment.number, agreement=agreement.title)
    as_of = amendment.applied_at or amendment.changed_at
    sheet = PdfDocument(
        title=title,
        as_of=min(as_of, now).replace(second=0, microsecond=0),
        classification=agreement.circle.classification,
        language=language,
        version=amendment.draft,
    )
    return produce(
        sheet,
        "agreements/amendments/paper.html",
        amendment=amendment,
        agreement=agreement,
        overview=overview,
    )


def name(amendment: Addendum) -> str:
    """Return the file name."""
    day = (amendment.applied_at or amendment.changed_at).date()
    return file_name(f"Adendum-{amendment.number}", amendment.agreement.title, day, version=amendment.draft)
