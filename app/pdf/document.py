"""The description of a PDF document, which determines its page footers and metadata, and its rendering."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import structlog
from flask import current_app, has_request_context, render_template, request
from flask_babel import force_locale

from app.circles.models import Classification
from app.files import path_of
from app.pdf import markdown, pdf, qr, word, worker
from app.pdf.cache import cached, papers
from app.pdf.canonical import FINGERPRINT, in_groups
from app.pdf.job import PdfJob
from app.pdf.outline import outline
from app.pdf.photos import reduced
from app.settings.queries import as_instance, instance, instance_at
from app.settings.rules import InstanceProfile
from app.web.sessions import is_sessionless

log = structlog.get_logger()

WAITED_FOR = "paper"
"""The query parameter in which the waiting page passes the key of the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfDocument:
    """The description of one document.

    `title` becomes the title of the PDF; `as_of` (aware) is the moment whose state the document shows. It is also the
    date of the file, so that the same content gives the same bytes. `fingerprint` is the SHA-256 of the canonical
    content of an approved document, to which its QR code links; a document that can still change has none.
    A document keeps the letterhead and the time zone of the moment at which it was `issued_at`; one that was not issued
    yet has the current ones. `issuer` replaces the letterhead of the instance.
    """

    title: str
    as_of: datetime
    classification: Classification
    language: str
    number: str | None = None
    version: int = 1
    fingerprint: str | None = None
    issued_at: datetime | None = None
    issuer: InstanceProfile | None = None

    @property
    def groups(self) -> str:
        """The fingerprint in groups of four characters; empty without one."""
        return in_groups(self.fingerprint or "")


def produce(
    sheet: PdfDocument,
    template: str,
    *,
    attachments: Sequence[pdf.Attachment] = (),
    photos: Mapping[str, bytes] | None = None,
    **context: Any,
) -> bytes:
    """Return the PDF of `sheet`, rendered from `template`, which extends documents/base.html; cached by content.

    Raises what `made` raises. `photos` are pictures, addressed as `selaras:given/<name>`.
    """
    return made(job_of(sheet, template, attachments=attachments, photos=photos, **context))


def job_of(
    sheet: PdfDocument,
    template: str,
    *,
    attachments: Sequence[pdf.Attachment] = (),
    photos: Mapping[str, bytes] | None = None,
    **context: Any,
) -> PdfJob:
    """Return the job that renders `sheet` from `template`, with the arguments of `produce`."""
    html, emblem = _rendered(sheet, template, context)
    return PdfJob(
        html=html,
        title=sheet.title,
        author=_issuer(sheet).unit,
        language=sheet.language,
        created_at=sheet.as_of,
        attachments=tuple(attachments),
        files=emblem,
        photos=photos or {},
    )


def made(job: worker.Job) -> bytes:
    """Return the PDF of a job, cached by content.

    Within a request a worker process renders it. Raises `worker.BeingMade` (handled by a waiting page) if that takes
    longer than the setting `paper_patience`.
    """
    settings = current_app.extensions["settings"]
    if not has_request_context() or not settings.paper_patience:
        return cached(papers(), job.key(), job.print)
    waits = request.method == "GET" and not is_sessionless()
    seconds = settings.paper_patience if waits else None
    return worker.obtain(job, papers(), seconds=seconds, started_key=_started_key() if waits else None)


def made_once(job: worker.Job) -> bytes:
    """Return the PDF of a job for one person: like `made`, but it is not cached, and the request waits for it."""
    settings = current_app.extensions["settings"]
    if not has_request_context() or not settings.paper_patience:
        return job.print()
    return worker.print_once(job)


def start(job: worker.Job) -> bytes | None:
    """Return a document that is cached or rendered within the setting `paper_patience`; None while it is rendered."""
    settings = current_app.extensions["settings"]
    if not settings.paper_patience:
        return cached(papers(), job.key(), job.print)
    try:
        return worker.obtain(job, papers(), seconds=settings.paper_patience)
    except worker.BeingMade:
        return None


def finish(job: worker.Job) -> bytes:
    """Return a document, rendered now unless it is cached."""
    if not has_request_context() or not current_app.extensions["settings"].paper_patience:
        return cached(papers(), job.key(), job.print)
    return worker.obtain(job, papers(), seconds=None)


def produce_word(
    sheet: PdfDocument, template: str, *, photos: Mapping[str, bytes] | None = None, **context: Any
) -> bytes:
    """Return the document as .docx, from the same template and content as its PDF."""
    html, emblem = _rendered(sheet, template, context)
    files = emblem | {name: reduced(content) for name, content in (photos or {}).items()}
    return word.written(
        outline(html),
        title=sheet.title,
        author=_issuer(sheet).unit,
        language=sheet.language,
        created_at=sheet.as_of,
        files={f"selaras:given/{name}": content for name, content in files.items()},
        foot=" · ".join(filter(None, (sheet.title, sheet.number))),
    )


def produce_markdown(sheet: PdfDocument, template: str, **context: Any) -> str:
    """Return the document as Markdown, from the same template and content as its PDF."""
    html, _emblem_file = _rendered(sheet, template, context)
    return markdown.written(outline(html))


def _rendered(sheet: PdfDocument, template: str, context: Mapping[str, Any]) -> tuple[str, dict[str, bytes]]:
    """Return the HTML of a document, and the emblem of its letterhead by name."""
    issuer = _issuer(sheet)
    emblem = _emblem(issuer)
    with as_instance(issuer):
        html = _html(sheet, template, {**context, "emblem": next(iter(emblem), None)})
    return html, emblem


def _issuer(sheet: PdfDocument) -> InstanceProfile:
    """Return the letterhead of a document."""
    return sheet.issuer or (instance_at(sheet.issued_at) if sheet.issued_at else instance())


def _started_key() -> str | None:
    """Return the document key in the URL of the waiting page, or None."""
    found = FINGERPRINT.fullmatch(request.args.get(WAITED_FOR, ""))
    return found[0] if found else None


def _emblem(issuer: InstanceProfile) -> dict[str, bytes]:
    """Return the emblem by the name under which the template calls it; nothing where there is none, or it was lost."""
    emblem = issuer.emblem
    if emblem is None:
        return {}
    try:
        return {emblem.name: path_of(emblem.sha256).read_bytes()}
    except FileNotFoundError:
        log.error("paper.emblem_lost", sha256=emblem.sha256)
        return {}


def file_name(kind: str, slug: str, day: date, *, version: int, suffix: str = "pdf") -> str:
    """Return a name such as "Notulen_forum-lintas-sektor_2026-11-26_v1.pdf", in ASCII and without spaces."""
    return f"{_ascii(kind)}_{_ascii(slug)}_{day.isoformat()}_v{version}.{suffix}"


def _html(sheet: PdfDocument, template: str, context: Mapping[str, Any]) -> str:
    settings = current_app.extensions["settings"]
    address = f"{settings.base_url}/verify/{sheet.fingerprint}" if sheet.fingerprint else None
    with force_locale(sheet.language):
        return render_template(
            template,
            **context,
            sheet=sheet,
            demo=settings.demo,
            unit=instance().unit,
            host=settings.base_url.partition("://")[2],
            verify_address=address,
            code=qr.code(address) if address else None,
        )


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-") or "dokumen"
