"""A bundle: documents and uploaded PDFs in one PDF with cover, bookmarks and page numbers; same input, same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from app.pdf import structure
from app.pdf.assets import digest, release
from app.pdf.cache import cached, kept
from app.pdf.job import PdfJob

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
    """A cover and its parts in order. `folder` is the cache of the parts; `stamp` numbers the pages: "{} / {}"."""

    cover: PdfJob
    parts: Sequence[BundlePart]
    stamp: str
    folder: Path

    def key(self) -> str:
        """Return the SHA-256 of all inputs, which is the cache key of the bundle."""
        texts = [self.cover.title, self.stamp, version("pikepdf"), *(part.title for part in self.parts)]
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
            cover = stack.enter_context(pikepdf.open(BytesIO(self._cover(counts))))
            made = stack.enter_context(pikepdf.new())
            structure.append(made, [cover, *sources])
            self._add_bookmarks(made, [len(cover.pages), *counts])
            self._number(made)
            self._describe(made)
            out = BytesIO()
            made.save(out, deterministic_id=True, min_version="1.7")
        return out.getvalue()

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
        return _with_html(self.cover, html).print()

    def _add_bookmarks(self, made: pikepdf.Pdf, counts: Sequence[int]) -> None:
        import pikepdf

        titles = [self.cover.title, *(part.title for part in self.parts)]
        with made.open_outline() as outline:
            for title, place in zip(titles, accumulate(counts, initial=0), strict=False):
                outline.root.append(pikepdf.OutlineItem(title, place))

    def _number(self, made: pikepdf.Pdf) -> None:
        """Print the number of each page at the foot of the page, below what is printed there."""
        import pikepdf

        total = len(made.pages)
        lines = "".join(f"<p>{self.stamp.format(number, total)}</p>" for number in range(1, total + 1))
        job = _with_html(self.cover, STAMPS.format(lines))
        with pikepdf.open(BytesIO(job.print())) as stamps:
            for place, (page, stamp) in enumerate(zip(made.pages, stamps.pages, strict=True)):
                name = pikepdf.Name(f"/SelarasPage{place}")  # pages may share their resources
                _print_on(page, made.copy_foreign(stamp.as_form_xobject()), name)

    def _describe(self, made: pikepdf.Pdf) -> None:
        import pikepdf

        stamp = f"D:{self.cover.created_at:%Y%m%d%H%M%S}Z"
        known = {"Title": self.cover.title, "Author": self.cover.author, "Creator": "Selaras", "CreationDate": stamp}
        for name, value in known.items():
            made.docinfo[f"/{name}"] = value
        made.Root.Lang = pikepdf.String(self.cover.language)
        made.Root.PageMode = pikepdf.Name.UseOutlines
        made.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)


STAMPS = """<!doctype html><html><head><title>-</title><link rel="stylesheet" href="selaras:print.css"><style>
@page {{ size: 63mm 4.2mm; margin: 0; @bottom-center {{ content: none }} @top-right {{ content: none }} }}
p {{ margin: 0; font-size: 7pt; line-height: 4mm; text-align: right; break-after: page; color: #4b5957 }}
p:last-child {{ break-after: auto }}</style></head><body>{}</body></html>"""


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


def _print_on(page: pikepdf.Page, stamp: pikepdf.Object, name: pikepdf.Name) -> None:
    """Print a stamp at the foot of a page, as an artefact that screen readers skip.

    `Page.add_overlay` would give it a random name, and the file other bytes each time.
    """
    import pikepdf

    left, bottom, right, _top = (float(side) for side in page.trimbox)
    place = pikepdf.Rectangle(max(left, right - 230), bottom + 20, right - 51, bottom + 32)  # in points
    drawn = page.calc_form_xobject_placement(stamp, page.add_resource(stamp, pikepdf.Name.XObject, name), place)
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"Q\n/Artifact BMC\n" + drawn + b"\nEMC\n")


def _length(content: bytes) -> int:
    import pikepdf

    with pikepdf.open(BytesIO(content)) as source:
        return len(source.pages)


def _with_html(job: PdfJob, html: str) -> PdfJob:
    return replace(job, html=html)
