"""A render job: all inputs that determine the bytes of a document, so that another process can render it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.pdf import pdf
from app.pdf.assets import digest, release
from app.pdf.photos import reduced


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfJob:
    """The arguments of `pdf.render`."""

    html: str
    title: str
    author: str
    language: str
    created_at: datetime
    attachments: tuple[pdf.Attachment, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    photos: Mapping[str, bytes] = field(default_factory=dict)
    """Pictures of any size, which are reduced when the document is rendered."""

    def print(self) -> bytes:
        """Render the job and return the PDF."""
        return pdf.render(
            self.html,
            title=self.title,
            author=self.author,
            language=self.language,
            created_at=self.created_at,
            attachments=self.attachments,
            files={**self.files, **{name: reduced(content) for name, content in self.photos.items()}},
        )

    def key(self) -> str:
        """Return the SHA-256 of all inputs, which is the cache key of the document."""
        parts = [release().encode(), self.html.encode(), self.author.encode()]
        for attachment in self.attachments:
            texts = (attachment.name, attachment.media_type, attachment.description, attachment.relationship)
            parts += [*(text.encode() for text in texts), attachment.content]
        for files in (self.files, self.photos):
            for name in sorted(files):
                parts += [name.encode(), files[name]]
        return digest(*parts)
