"""A paper as it is printed: its frame (what the foot of every page says) and its making, once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale

from app.circles.models import Classification
from app.documents import pdf, qr
from app.documents.assets import digest, release
from app.documents.cache import cached
from app.documents.canonical import in_groups


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What frames one paper.

    `title` becomes the PDF's; `as_of` (aware) is the moment whose state the paper shows, and dates the file, so the
    same content gives the same bytes. `fingerprint` is the SHA-256 of the canonical content of an approved paper, which
    its QR leads to; a paper that can still change has none.
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
        """The fingerprint in fours, as people compare it; empty without one."""
        return in_groups(self.fingerprint or "")


def produce(
    sheet: Sheet,
    template: str,
    *,
    attachments: Sequence[pdf.Attachment] = (),
    files: Mapping[str, bytes] | None = None,
    **context: Any,
) -> bytes:
    """Return the PDF of `sheet` filled by `template`, which extends documents/base.html; made once per content.

    A page takes about 0.1 s: what may have more than a dozen pages is produced by a job first, and downloaded then.
    `files` are images that the template calls `selaras:given/<name>`.
    """
    html = _html(sheet, template, context)
    unit = current_app.extensions["settings"].unit_name
    given = files or {}
    return cached(
        _key(html, attachments, given),
        lambda: pdf.render(
            html,
            title=sheet.title,
            author=unit,
            language=sheet.language,
            created_at=sheet.as_of,
            attachments=attachments,
            files=given,
        ),
    )


def file_name(kind: str, slug: str, day: date, *, version: int) -> str:
    """Return a name such as "Notulen_forum-lintas-sektor_2026-11-26_v1.pdf": ASCII, no spaces, safe anywhere."""
    return f"{_ascii(kind)}_{_ascii(slug)}_{day.isoformat()}_v{version}.pdf"


def _html(sheet: Sheet, template: str, context: Mapping[str, Any]) -> str:
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


def _key(html: str, attachments: Sequence[pdf.Attachment], files: Mapping[str, bytes]) -> str:
    parts = [release().encode(), html.encode()]
    for attachment in attachments:
        said = (attachment.name, attachment.media_type, attachment.description, attachment.relationship)
        parts += [*(text.encode() for text in said), attachment.content]
    for name in sorted(files):
        parts += [name.encode(), files[name]]
    return digest(*parts)


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-") or "dokumen"
