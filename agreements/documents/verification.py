"""Signed texts of agreements in the register of documents: whoever has the file can verify it by its hash."""

from __future__ import annotations

from datetime import datetime

from flask import Flask, url_for
from flask_babel import lazy_gettext as _l

from agreements.documents.models import Document, DocumentKind
from agreements.registry.models import Agreement
from app.circles.rules import at_least_internal
from app.files.models import StoredFile
from app.pdf.document import PdfDocument
from app.pdf.kinds import Kind, add_kind

KIND = "agreement_text"
"""The document type in the register."""
RECORDED, FOLLOWED = "recorded", "followed"


def init_app(app: Flask) -> None:
    """Register signed texts as a kind of document, and which files of a page can be verified."""
    add_kind(
        app,
        Kind(
            name=KIND,
            label=_l("Signed text of an agreement"),
            states="filed",
            address=lambda agreement_id: url_for("agreements.documents.index", agreement_id=agreement_id),
            is_filed=True,
        ),
    )
    app.jinja_env.globals["is_verifiable"] = is_verifiable


def is_verifiable(document: Document) -> bool:
    """Return whether a file is in the register: signed texts that all parties share."""
    return document.kind is DocumentKind.SIGNED and document.party_id is None


def sheet_of(document: Document, file: StoredFile, agreement: Agreement, *, at: datetime) -> PdfDocument:
    """Return what the register says of a file; it is never public, because public agreements show a summary alone."""
    return PdfDocument(
        title=document.title,
        as_of=at,
        classification=at_least_internal(agreement.circle.classification),
        language=agreement.language,
        version=document.number,
        fingerprint=file.sha256,
        issued_at=at,
    )
