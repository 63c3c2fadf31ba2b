"""A paper before it is printed: everything that decides its bytes, so that another process can make it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.pdf import pdf
from app.pdf.assets import digest, release


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfJob:
    """What `pdf.render` makes a paper of; see there."""

    html: str
    title: str
    author: str
    language: str
    created_at: datetime
    attachments: tuple[pdf.Attachment, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)

    def print(self) -> bytes:
        """Return the PDF."""
        return pdf.render(
            self.html,
            title=self.title,
            author=self.author,
            language=self.language,
            created_at=self.created_at,
            attachments=self.attachments,
            files=self.files,
        )

    def key(self) -> str:
        """Return the SHA-256 of all that decides the bytes: the name under which the paper is kept."""
        parts = [release().encode(), self.html.encode(), self.author.encode()]
        for attachment in self.attachments:
            said = (attachment.name, attachment.media_type, attachment.description, attachment.relationship)
            parts += [*(text.encode() for text in said), attachment.content]
        for name in sorted(self.files):
            parts += [name.encode(), self.files[name]]
        return digest(*parts)
