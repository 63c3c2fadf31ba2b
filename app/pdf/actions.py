"""Actions on the register of documents."""

from __future__ import annotations

from datetime import date, datetime
from textwrap import shorten
from typing import Any

from app.audit.record import record
from app.database import Model, db
from app.pdf.document import PdfDocument
from app.pdf.kinds import kind_named
from app.pdf.models import LONGEST_TITLE, Paper
from app.pdf.queries import paper_with


def register(sheet: PdfDocument, *, kind: str, state: str, dated: date, about: Model, by: Any, at: datetime) -> Paper:
    """Add the document described by `sheet`, which must have a fingerprint; do nothing if it is already registered.

    Raises ValueError without a fingerprint, and KeyError for a kind or state that no feature added.
    """
    if sheet.fingerprint is None:
        raise ValueError("a paper that can still change is not registered")
    kind_named(kind).status_label(state)
    if known := paper_with(sheet.fingerprint):
        return known
    paper = Paper(
        sha256=sheet.fingerprint,
        kind=kind,
        title=shorten(sheet.title, LONGEST_TITLE, placeholder=" …"),
        state=state,
        dated=dated,
        classification=sheet.classification,
        language=sheet.language,
        version=sheet.version,
        subject_type=type(about).__name__,
        subject_id=about.id,
        registered_at=at,
    )
    db.session.add(paper)
    record("paper.registered", about, by=by, at=at, kind=kind, sha256=paper.sha256, version=paper.version)
    return paper


def change_state(paper: Paper, state: str, *, about: Model, by: Any, at: datetime) -> None:
    """Record that a document was published, amended or the like.

    Raises KeyError for a state that its kind does not have.
    """
    kind_named(paper.kind).status_label(state)
    record("paper.changed", about, by=by, at=at, sha256=paper.sha256, before=paper.state, after=state)
    paper.state = state
