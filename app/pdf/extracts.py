"""Files made from a merged file: some of its parts alone, a copy with one reader's pages, and one to be printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.pdf.assets import digest, release
from app.pdf.job import PdfJob
from app.pdf.merging import PARTS, PartPages, note_parts, saved, section_starts
from app.pdf.structure import add_structure, keep_structure

KEPT = {
    *("/Type", "/Version", "/Pages", "/Lang", "/Metadata", "/OutputIntents"),
    *("/MarkInfo", "/StructTreeRoot", "/ViewerPreferences"),
}
"""The entries of the catalog that are true of some of the pages too; the others could refer to pages left out."""

if TYPE_CHECKING:
    import pikepdf


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractJob:
    """The pages of some parts of a file, in its order, with the numbers and the tags that they have there."""

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

        places: list[PartPages] = []
        for place in self.places:
            first = places[-1].last + 1 if places else 1
            places.append(PartPages(place.key, first, place.pages))
        taken = {index for place in self.places for index in range(place.first - 1, place.last)}
        with pikepdf.open(self.file) as pdf:
            for name in set(pdf.Root.keys()) - KEPT:
                del pdf.Root[name]
            for index in reversed(range(len(pdf.pages))):
                if index not in taken:
                    del pdf.pages[index]
            _drop_links_elsewhere(pdf)
            keep_structure(pdf)
            with pdf.open_outline() as outline:
                entries = zip(self.titles, places, strict=True)
                outline.root.extend(pikepdf.OutlineItem(title, place.first - 1) for title, place in entries)
            note_parts(pdf, places)
            return saved(pdf)


def _drop_links_elsewhere(pdf: pikepdf.Pdf) -> None:
    """Remove the links to pages that were left out."""
    import pikepdf

    pages = {page.objgen for page in pdf.pages}
    for page in pdf.pages:
        if "/Annots" in page:
            kept = [one for one in page.Annots if "/Dest" not in one or _leads_to(one.Dest, pages)]
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """A file for two-sided printing: blank pages let each of `starts`, numbers of its pages, be on a new sheet."""

    file: Path
    sha256: str
    starts: tuple[int, ...]

    def key(self) -> str:
        """Return the SHA-256 of all inputs."""
        texts = ["print", release(), self.sha256, *map(str, self.starts)]
        return digest(*(text.encode() for text in texts))

    def print(self) -> bytes:
        """Insert the blank pages."""
        import pikepdf

        with pikepdf.open(self.file) as pdf:
            for inserted, start in enumerate(blanks_before(self.starts)):
                box = pdf.pages[start + inserted - 2].mediabox
                blank = pikepdf.Dictionary(
                    Type=pikepdf.Name.Page, MediaBox=pikepdf.Array(list(box)), Resources=pikepdf.Dictionary()
                )
                pdf.pages.insert(start + inserted - 1, pikepdf.Page(pdf.make_indirect(blank)))
            if PARTS in pdf.Root:
                del pdf.Root[PARTS]
            return saved(pdf)


def blanks_before(starts: Sequence[int]) -> list[int]:
    """Return the pages, counted from 1, before which a blank one is inserted, so that all `starts` are on a front."""
    found: list[int] = []
    for start in starts:
        if (start + len(found)) % 2 == 0:
            found.append(start)
    return found


def sheets(pages: int, starts: Sequence[int]) -> int:
    """Return how many sheets of paper a file of so many pages takes when it is printed on both sides."""
    return (pages + len(blanks_before(starts)) + 1) // 2


def _leads_to(target: pikepdf.Object, pages: set[Any]) -> bool:
    """Whether the target of a link is one of `pages`; a named target is not, as its name was removed."""
    import pikepdf

    return isinstance(target, pikepdf.Array) and getattr(target[0], "objgen", None) in pages
