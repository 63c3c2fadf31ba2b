"""Renders HTML as tagged PDF that conforms to both PDF/A-3a and PDF/UA-1; the same input gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.pdf.assets import SCHEME
from app.pdf.xmp import packet

if TYPE_CHECKING:
    import pydyf
    import weasyprint

PROGRAM = "Selaras"
VARIANT = "pdf/a-3a"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file embedded in a PDF. `relationship` is that of PDF/A-3: Data, Source, Alternative, Supplement."""

    name: str
    content: bytes
    media_type: str
    description: str = ""
    relationship: str = "Data"


def render(
    html: str,
    *,
    title: str,
    author: str,
    language: str,
    created_at: datetime,
    attachments: Sequence[Attachment] = (),
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return `html` as a PDF.

    `created_at` (aware) is the date of the PDF and its attachments; `language` is a code such as "id". `files` are
    images that the page addresses as `selaras:given/<name>`; nothing else is loaded from disk or from the network.
    WeasyPrint leaves out resources that cannot be loaded and logs a warning or an error. Raises FileNotFoundError if
    the fonts of print.css are not installed.
    """
    import weasyprint

    from app.pdf import renderer

    moment = created_at.astimezone(UTC)
    stamp = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    page = weasyprint.HTML(string=renderer.printable(html), base_url=SCHEME, url_fetcher=renderer.OwnFiles(files or {}))
    document = page.render(font_config=renderer.font_configuration(), pdf_variant=VARIANT)
    document.metadata = weasyprint.document.DocumentMetadata(
        title=_line(title), authors=[_line(author)], lang=language, generator=PROGRAM, created=stamp, modified=stamp
    )
    metadata = packet(
        title=_line(title),
        author=_line(author),
        language=language,
        stamp=stamp,
        program=PROGRAM,
        producer=f"WeasyPrint {weasyprint.VERSION}",
    )
    carried = [_carried(attachment, moment) for attachment in attachments]
    result: bytes = document.write_pdf(
        pdf_variant=VARIANT, attachments=carried, finisher=lambda _document, pdf: _finish(pdf, metadata)
    )
    return result


def _line(text: str) -> str:
    """Return `text` on one line, without characters that are invalid in XML."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())


def _carried(attachment: Attachment, moment: datetime) -> weasyprint.Attachment:
    import weasyprint

    def fetched(url: str) -> weasyprint.urls.URLFetcherResponse:
        return weasyprint.urls.URLFetcherResponse(url, attachment.content, {"Content-Type": attachment.media_type})

    return weasyprint.Attachment(
        url=f"{SCHEME}attached",
        url_fetcher=fetched,
        name=attachment.name,
        description=attachment.description,
        relationship=attachment.relationship,
        created=moment,
        modified=moment,
    )


def _finish(pdf: pydyf.PDF, metadata: bytes) -> None:
    """Add metadata that PDF/A and PDF/UA require and WeasyPrint 70 omits; list each attachment only once."""
    stream = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    stream.stream, stream.compress = [metadata], False
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/TH":
            _set_scope(pdf, element)


def _set_scope(pdf: pydyf.PDF, head: pydyf.Dictionary) -> None:
    """Set the scope of a header cell: its column inside a table head, otherwise its row."""
    part = _parent(pdf, _parent(pdf, head))
    head["A"]["Scope"] = "/Column" if part["S"] == "/THead" else "/Row"


def _parent(pdf: pydyf.PDF, element: pydyf.Dictionary) -> pydyf.Dictionary:
    return pdf.objects[int(element["P"].split()[0])]
