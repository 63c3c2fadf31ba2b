"""Files made from a merged file: some of its parts alone, and a copy with pages of one reader inserted."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from app.pdf.assets import digest, release
from app.pdf.job import PdfJob
from app.pdf.merging import PartPages, note_parts, saved, section_starts
from app.pdf.structure import add_structure, forget_structure

if TYPE_CHECKING:
    import pikepdf


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractJob:
    """The pages of some parts of a file, with the numbers that they have there, but without its tags."""

    file: Path
    sha256: str
    places: tuple[PartPages, ...]
    titles: tuple[str, ...]

    def key(self) -> str:
        """Return the SHA-256 of all inputs."""
        texts = [release(), self.sha256, *self.titles, *(f"{one.first}+{one.pages}" for one in self.places)]
        return digest(*(text.encode() for text in texts))

    def print(self) -> bytes:
        """Return the pages as a file with an outline."""
        import pikepdf

        places = []
        with pikepdf.open(self.file) as source, pikepdf.new() as pdf:
            for place in self.places:
                places.append(PartPages(place.key, len(pdf.pages) + 1, place.pages))
                for index in range(place.first - 1, place.last):
                    pdf.pages.append(source.pages[index])
            forget_structure(list(pdf.pages))
            _drop_links_elsewhere(pdf)
            with pdf.open_outline() as outline:
                entries = zip(self.titles, places, strict=True)
                outline.root.extend(pikepdf.OutlineItem(title, place.first - 1) for title, place in entries)
            note_parts(pdf, places)
            return saved(pdf)


def _drop_links_elsewhere(pdf: pikepdf.Pdf) -> None:
    """Remove the links to pages that were not copied, whose target is null."""
    import pikepdf

    pages = {page.objgen for page in pdf.pages}
    for page in pdf.pages:
        if "/Annots" in page:
            kept = [one for one in page.Annots if "/Dest" not in one or getattr(one.Dest[0], "objgen", None) in pages]
            page.Annots = pikepdf.Array(kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class InterleaveJob:
    """A file with the sections of another document inserted: each after the page that `after` gives, in order."""

    file: Path
    sha256: str
    own: PdfJob
    after: tuple[int, ...]

    def key(self) -> str:
        """Return the SHA-256 of all inputs."""
        texts = [release(), self.sha256, self.own.key(), *map(str, self.after)]
        return digest(*(text.encode() for text in texts))

    def print(self) -> bytes:
        """Render the document and insert its sections."""
        import pikepdf

        with pikepdf.open(self.file) as pdf, pikepdf.open(BytesIO(self.own.print())) as source:
            starts = section_starts(source)
            ends = [*starts[1:], len(source.pages)]
            inserted: list[pikepdf.Page] = []
            for place, start, end in zip(self.after, starts, ends, strict=True):
                for index in range(start, end):
                    pdf.pages.insert(place + len(inserted), source.pages[index])
                    inserted.append(pdf.pages[place + len(inserted)])
            add_structure(pdf, source, inserted, self.own.title)
            return saved(pdf)
