"""Documents of which each numbered version is registered, so that their QR codes are verified; none is public."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import pgettext

from app.accounts.models import Person
from app.database import Model
from app.pdf import actions
from app.pdf.document import PdfDocument
from app.pdf.models import Paper
from app.pdf.queries import papers_about, papers_beside

ISSUED, REPLACED, WITHDRAWN = "issued", "replaced", "withdrawn"


def issue(about: Model, sheet: PdfDocument | None, *, kind: str, dated: date, by: Person | None, at: datetime) -> None:
    """Register the present version of a document as the one in force, or none if it is a draft again."""
    sha256 = sheet.fingerprint if sheet else None
    for paper in papers_about(about):
        if paper.kind == kind and paper.state == ISSUED and paper.sha256 != sha256:
            actions.change_state(paper, REPLACED if sheet else WITHDRAWN, about=about, by=by, at=at)
    if sheet:
        actions.register(sheet, kind=kind, state=ISSUED, dated=dated, about=about, by=by, at=at)


def facts_of(paper: Paper) -> list[tuple[str, str]]:
    """Return what the verification page adds: which version is in force, and nothing else of what is not public."""
    if paper.state == ISSUED:
        words = _("This version")
    elif any(one.state == ISSUED for one in papers_beside(paper)):
        words = _("A later one")
    else:
        words = pgettext("version", "None")
    return [(_("Version in force"), words)]
