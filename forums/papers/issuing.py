"""Records of agreement and reports to leadership in the register of documents, so that their QR codes are verified.

Each version with a number is a document of its own. None of them is public, even in a public forum.
"""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import pgettext

from app.accounts.models import Person
from app.circles.models import Classification
from app.pdf import actions
from app.pdf.document import PdfDocument
from app.pdf.models import Paper
from app.pdf.queries import papers_about, papers_beside
from forums.scheduling.models import Session

RECORD, REPORT = "agreement_record", "session_report"
"""The document types in the register."""
ISSUED, REPLACED, WITHDRAWN = "issued", "replaced", "withdrawn"


def classification_of(session: Session) -> Classification:
    """Return the classification of such a document."""
    level: Classification = session.forum.circle.classification
    return Classification.INTERNAL if level is Classification.PUBLIC else level


def issue(
    session: Session, sheet: PdfDocument | None, *, kind: str, dated: date, by: Person | None, at: datetime
) -> None:
    """Register the present version of a document as the one in force, or none if it is a draft again."""
    sha256 = sheet.fingerprint if sheet else None
    for paper in papers_about(session):
        if paper.kind == kind and paper.state == ISSUED and paper.sha256 != sha256:
            actions.change_state(paper, REPLACED if sheet else WITHDRAWN, about=session, by=by, at=at)
    if sheet:
        actions.register(sheet, kind=kind, state=ISSUED, dated=dated, about=session, by=by, at=at)


def facts_of(paper: Paper) -> list[tuple[str, str]]:
    """Return what the verification page adds: which version is in force, and nothing else of what is not public."""
    if paper.state == ISSUED:
        words = _("This version")
    elif any(one.state == ISSUED for one in papers_beside(paper)):
        words = _("A later one")
    else:
        words = pgettext("version", "None")
    return [(_("Version in force"), words)]
