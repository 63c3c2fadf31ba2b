"""The 5C review as PDF for policy makers."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext as _

from alignment.five_c.comparison import Past
from alignment.five_c.review import Review
from app.pdf.document import PdfDocument, file_name, produce
from app.web.i18n import language


def pdf(review: Review, past: Past | None, at: datetime) -> bytes:
    """Return the review as a tagged PDF, classified like the most closed of its forums and agreements.

    With `past`, it ends with the figures of an earlier quarter and of today.
    """
    document = PdfDocument(
        title=_("5C review: %(name)s", name=subject(review)),
        as_of=at.replace(second=0, microsecond=0),
        classification=review.classification,
        language=language(),
    )
    return produce(document, "alignment/five_c/paper.html", review=review, past=past, subject=subject(review))


def name(review: Review, today: date) -> str:
    """Return the file name."""
    return file_name("Tinjauan-5C", subject(review), today, version=1)


def subject(review: Review) -> str:
    """Return what the review is about."""
    return review.chosen.name if review.chosen else _("all forums and agreements")
