"""A bundle: documents and uploaded PDFs in one PDF with cover, bookmarks and page numbers; same input, same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from app.pdf.assets import digest, release
from app.pdf.cache import cached, kept
from app.pdf.job import PdfJob
from app.pdf.merging import saved
from app.pdf.stamps import stamp
from app.pdf.structure import add_structure, forget_structure

if TYPE_CHECKING:
    import pikepdf

PAGE, PAGES, TOTAL = "[page-{}]", "[pages-{}]", "[pages]"
"""Placeholders in the HTML of a cover: the first page and the number of pages of a part, and the number of all."""
MOST_COVER_RUNS = 3
"""How often a cover is rendered at most: its own length changes the page numbers that it shows."""


class UnreadablePdf(Exception):
    """A PDF is damaged or locked with a password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BundlePart:
    """A part of a bundle with its bookmark: rendered from `job`, or the PDF at `path` with the hash `sha256`."""

    title: str
    job: PdfJob | None = None
    path: Path | None = None
    sha256: str = ""

    def key(self) -> str:
        """Return the SHA-256 that identifies the content."""
        return self.job.key() if self.job else self.sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A cover and its parts in order.

    `folder` is the cache of the parts; `stamp` is the text of page numbers, with `{page}` and `{of}`.
    """

    cover: PdfJob
    parts: Sequence[BundlePart]
    stamp: str
    folder: Path

    def key(self) -> str:
        """Return the SHA-256 of all inputs, which is the cache key of the bundle."""
        texts = [self.cover.title, self.stamp, *(part.title for part in self.parts)]
        keys = [release(), self.cover.key(), *(part.key() for part in self.parts)]
        return digest(*(text.encode() for text in (*keys, *texts)))

    def ready(self) -> int:
        """Return how many parts need not be rendered any more."""
        return sum(part.job is None or kept(self.folder, part.job.key()) is not None for part in self.parts)

    def print(self) -> bytes:
        """Return the PDF. Raises UnreadablePdf for an uploaded PDF that cannot be read."""
        import pikepdf

        with ExitStack() as stack:
            sources = [stack.enter_context(self._open(part)) for part in self.parts]
            counts = [len(source.pages) for source in sources]
            made = stack.enter_context(pikepdf.open(BytesIO(self._cover(counts))))
            own = len(made.pages)
            for part, source in zip(self.parts, sources, strict=True):
                _append(made, source, part.title)
            self._add_bookmarks(made, [own, *counts])
            stamp(made, self.stamp)
            made.Root.PageMode = pikepdf.Name.UseOutlines
            return saved(made)

    def _open(self, part: BundlePart) -> AbstractContextManager[pikepdf.Pdf]:
        import pikepdf

        if part.job:
            return pikepdf.open(BytesIO(cached(self.folder, part.job.key(), part.job.print)))
        assert part.path
        return flattened(part.path)

    def _cover(self, counts: Sequence[int]) -> bytes:
        """Return the cover with the page numbers of the parts, which its own length shifts."""
        own, content = 1, b""
        for _run in range(MOST_COVER_RUNS):
            content = self._cover_of(own, counts)
            found = _length(content)
            if found == own:
                break
            own = found
        return content

    def _cover_of(self, own: int, counts: Sequence[int]) -> bytes:
        html = self.cover.html.replace(TOTAL, str(own + sum(counts)))
        for place, (before, count) in enumerate(zip(accumulate(counts, initial=own + 1), counts, strict=False)):
            html = html.replace(PAGE.format(place), str(before)).replace(PAGES.format(place), str(count))
        return replace(self.cover, html=html).print()

    def _add_bookmarks(self, made: pikepdf.Pdf, counts: Sequence[int]) -> None:
        import pikepdf

        titles = [self.cover.title, *(part.title for part in self.parts)]
        with made.open_outline() as outline:
            outline.root.clear()
            for title, place in zip(titles, accumulate(counts, initial=0), strict=False):
                outline.root.append(pikepdf.OutlineItem(title, place))


def _append(made: pikepdf.Pdf, source: pikepdf.Pdf, title: str) -> None:
    """Append the pages of a PDF with their tags; pages without tags, such as scans, remain so."""
    first = len(made.pages)
    made.pages.extend(source.pages)
    pages = list(made.pages[first:])
    if not add_structure(made, source, pages, title):
        forget_structure(pages)


@contextmanager
def flattened(path: Path) -> Iterator[pikepdf.Pdf]:
    """Open an uploaded PDF with its forms, signatures and notes as plain content, and without scripts.

    Raises UnreadablePdf.
    """
    import pikepdf

    with ExitStack() as stack:
        try:
            source = stack.enter_context(pikepdf.open(stack.enter_context(path.open("rb"))))
            source.flatten_annotations("all")
            for page in source.pages:
                for name in ("/Annots", "/AA"):
                    if name in page:
                        del page[name]
        except (pikepdf.PdfError, pikepdf.PasswordError, RuntimeError):
            raise UnreadablePdf(path.name) from None
        yield source


def page_count(path: Path) -> int:
    """Return the number of pages of a PDF. Raises UnreadablePdf, also for a PDF without pages."""
    with flattened(path) as source:
        count = len(source.pages)
    if not count:
        raise UnreadablePdf(path.name)
    return count


def _length(content: bytes) -> int:
    import pikepdf

    with pikepdf.open(BytesIO(content)) as source:
        return len(source.pages)
