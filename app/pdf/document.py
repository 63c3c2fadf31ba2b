"""The description of a PDF document, which determines its page footers and metadata, and its rendering."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app, has_request_context, render_template, request
from flask_babel import force_locale

from app.circles.models import Classification
from app.pdf import pdf, qr, worker
from app.pdf.cache import cached, papers
from app.pdf.canonical import FINGERPRINT, in_groups
from app.pdf.job import PdfJob
from app.web.sessions import is_sessionless

WAITED_FOR = "paper"
"""The query parameter in which the waiting page passes the key of the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfDocument:
    """The description of one document.

    `title` becomes the title of the PDF; `as_of` (aware) is the moment whose state the document shows. It is also the
    date of the file, so that the same content gives the same bytes. `fingerprint` is the SHA-256 of the canonical
    content of an approved document, to which its QR code links; a document that can still change has none.
    """

    title: str
    as_of: datetime
    classification: Classification
    language: str
    number: str | None = None
    version: int = 1
    fingerprint: str | None = None

    @property
    def groups(self) -> str:
        """The fingerprint in groups of four characters; empty without one."""
        return in_groups(self.fingerprint or "")


def produce(
    sheet: PdfDocument,
    template: str,
    *,
    attachments: Sequence[pdf.Attachment] = (),
    files: Mapping[str, bytes] | None = None,
    **context: Any,
) -> bytes:
    """Return the PDF of `sheet`, rendered from `template`, which extends documents/base.html; cached by content.

    Within a request a worker process renders it. Raises `worker.BeingMade` (handled by a waiting page) if that takes
    longer than the setting `paper_patience`. `files` are images that the template addresses as `selaras:given/<name>`.
    """
    settings = current_app.extensions["settings"]
    job = PdfJob(
        html=_html(sheet, template, context),
        title=sheet.title,
        author=settings.unit_name,
        language=sheet.language,
        created_at=sheet.as_of,
        attachments=tuple(attachments),
        files=files or {},
    )
    if not has_request_context() or not settings.paper_patience:
        return cached(papers(), job.key(), job.print)
    waits = request.method == "GET" and not is_sessionless()
    seconds = settings.paper_patience if waits else None
    return worker.obtain(job, papers(), seconds=seconds, asked=_asked() if waits else None)


def _asked() -> str | None:
    """Return the document key in the URL of the waiting page, or None."""
    found = FINGERPRINT.fullmatch(request.args.get(WAITED_FOR, ""))
    return found[0] if found else None


def file_name(kind: str, slug: str, day: date, *, version: int) -> str:
    """Return a name such as "Notulen_forum-lintas-sektor_2026-11-26_v1.pdf", in ASCII and without spaces."""
    return f"{_ascii(kind)}_{_ascii(slug)}_{day.isoformat()}_v{version}.pdf"


def _html(sheet: PdfDocument, template: str, context: Mapping[str, Any]) -> str:
    settings = current_app.extensions["settings"]
    address = f"{settings.base_url}/verify/{sheet.fingerprint}" if sheet.fingerprint else None
    with force_locale(sheet.language):
        return render_template(
            template,
            **context,
            sheet=sheet,
            demo=settings.demo,
            unit=settings.unit_name,
            host=settings.base_url.partition("://")[2],
            verify_address=address,
            code=qr.code(address) if address else None,
        )


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-") or "dokumen"
