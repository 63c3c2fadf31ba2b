"""Merges PDF files into the pages of a document of ours, with an outline and page numbers; same input, same bytes.

The HTML of the document begins each of its own sections with a heading of the first level on a new page. Other PDF
files are inserted where the list of parts puts them. Page numbers are known once everything is laid out, so the HTML is
rendered until they no longer change: it names the pages of a part as `pages_token(key)` and all of them as
`ALL_PAGES`, and links to a part as `part_link(key)`.

The tags (structure tree) of our own pages and of inserted files that have some are kept; other pages have none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from app.pdf.assets import digest, release
from app.pdf.cache import cached, kept
from app.pdf.job import PdfJob
from app.pdf.stamps import stamp
from app.pdf.structure import add_structure, forget_structure

if TYPE_CHECKING:
    import pikepdf

PARTS = "/SelarasParts"
"""The key of the catalog under which a merged file lists its parts."""
ALL_PAGES = "@@pages@@"
"""What the HTML contains in place of the number of all pages."""
LINK = "selaras:part/"
MOST_PAGES = 400
"""Files with more pages are not inserted, like files that are damaged or locked with a password."""
MOST_RUNS = 4
"""How often a document is rendered at most: the page numbers that it shows can change its own length."""


class UnreadablePdf(Exception):
    """A PDF is damaged, has no pages or is locked with a password."""


class PartPages(NamedTuple):
    """Where a part is in a merged file: its first page, counted from 1, and how many pages it has."""

    key: str
    first: int
    pages: int

    @property
    def last(self) -> int:
        """The number of its last page."""
        return self.first + self.pages - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePart:
    """A part of a merged document: one of its own sections, unless there is a `file` or another document to insert.

    `level` is the depth in the outline, from 0. `sha256` identifies the content of `file`.
    """

    key: str
    title: str
    level: int = 0
    file: Path | None = None
    sha256: str = ""
    document: PdfJob | None = None

    @property
    def is_own(self) -> bool:
        """Whether it is a section of the document itself."""
        return self.file is None and self.document is None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeJob:
    """A document with other PDF files inserted. `number` is the text of page numbers, with `{page}` and `{of}`.

    `pages` is how the HTML names the pages of a part, with `{pages}`; `absent` is what it says of a file that could not
    be inserted. `folder` is the cache of the inserted documents.
    """

    own: PdfJob
    parts: tuple[MergePart, ...]
    number: str
    pages: str
    absent: str
    folder: Path

    @property
    def inserted(self) -> list[MergePart]:
        """The parts that are not sections of the document itself."""
        return [part for part in self.parts if not part.is_own]

    def key(self) -> str:
        """Return the SHA-256 of all inputs."""
        texts = [release(), self.own.key(), self.number, self.pages, self.absent]
        for part in self.parts:
            inserted = part.document.key() if part.document else part.sha256
            texts += [part.key, part.title, str(part.level), inserted]
        return digest(*(text.encode() for text in texts))

    def ready(self) -> int:
        """Return how many of the inserted parts need not be rendered any more."""
        return sum(
            part.document is None or kept(self.folder, part.document.key()) is not None for part in self.inserted
        )

    def print(self) -> bytes:
        """Render and merge the document."""
        with ExitStack() as stack:
            sources = {part.key: stack.enter_context(_source(part, self.folder)) for part in self.inserted}
            inserted = {key: source for key, source in sources.items() if source is not None}
            pdf, places = self._laid_out(stack, inserted)
            links = _links_to_parts(pdf)
            _insert(pdf, self.parts, places, inserted)
            _aim(pdf, links, places)
            stamp(pdf, self.number)
            _outline(pdf, self.parts, places)
            note_parts(pdf, places)
            return saved(pdf)

    def _laid_out(self, stack: ExitStack, inserted: Mapping[str, pikepdf.Pdf]) -> tuple[pikepdf.Pdf, list[PartPages]]:
        """Return our own pages, which show the page numbers of all parts, and where each part will be."""
        pdf, places = self._drawn(stack, inserted, [])
        for _run in range(MOST_RUNS - 1):
            shown = places
            pdf, places = self._drawn(stack, inserted, shown)
            if places == shown:
                break
        return pdf, places

    def _drawn(
        self, stack: ExitStack, inserted: Mapping[str, pikepdf.Pdf], shown: Sequence[PartPages]
    ) -> tuple[pikepdf.Pdf, list[PartPages]]:
        """Return our own pages with the page numbers `shown`, and where each part then is."""
        import pikepdf

        pdf = stack.enter_context(pikepdf.open(BytesIO(self._render(shown))))
        return pdf, _places(self.parts, section_starts(pdf), len(pdf.pages), inserted)

    def _render(self, places: Sequence[PartPages]) -> bytes:
        found = {place.key: place for place in places}
        html = self.own.html.replace(ALL_PAGES, str(places[-1].last if places else 88))
        for part in self.parts:
            html = html.replace(pages_token(part.key), self._named(found.get(part.key), is_draft=not places))
        return replace(self.own, html=html).print()

    def _named(self, place: PartPages | None, *, is_draft: bool) -> str:
        """Return the pages of a part as text; in the first pass, numbers of a usual width."""
        if place is None:
            return self.pages.format(pages="88–88") if is_draft else self.absent
        return self.pages.format(pages=str(place.first) if place.pages == 1 else f"{place.first}–{place.last}")


def pages_token(key: str) -> str:
    """Return what the HTML contains in place of the pages of a part."""
    return f"@@pages:{key}@@"


def part_link(key: str) -> str:
    """Return the address of a link to the first page of a part, in the HTML; without a page, it leads nowhere."""
    return f"{LINK}{key}"


def parts_in(content: bytes) -> list[PartPages]:
    """Return where the parts of a merged file are, in order."""
    import pikepdf

    with pikepdf.open(BytesIO(content)) as pdf:
        return [PartPages(str(key), int(first), int(pages)) for key, first, pages in map(list, pdf.Root[PARTS])]


def page_count(content: bytes) -> int:
    """Return the number of pages of a PDF."""
    import pikepdf

    with pikepdf.open(BytesIO(content)) as pdf:
        return len(pdf.pages)


def note_parts(pdf: pikepdf.Pdf, places: Sequence[PartPages]) -> None:
    """List the parts in the catalog of a file."""
    import pikepdf

    rows = [pikepdf.Array([pikepdf.String(place.key), place.first, place.pages]) for place in places]
    pdf.Root[PARTS] = pikepdf.Array(rows)


def section_starts(pdf: pikepdf.Pdf) -> list[int]:
    """Return the pages, counted from 0, on which the headings of the first level are, from the outline."""
    pages = {page.objgen: index for index, page in enumerate(pdf.pages)}
    with pdf.open_outline() as outline:
        return [pages[item.destination[0].objgen] for item in outline.root]  # type: ignore[index]


def saved(pdf: pikepdf.Pdf) -> bytes:
    """Return a file that no longer conforms to PDF/A as a whole, always with the same bytes."""
    import pikepdf

    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for claim in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part"):
            if claim in metadata:
                del metadata[claim]
    pdf.remove_unreferenced_resources()
    result = BytesIO()
    pdf.save(result, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return result.getvalue()


@contextmanager
def flattened(file: Path | BytesIO) -> Iterator[pikepdf.Pdf]:
    """Open a PDF with its forms, signatures and notes as plain content, and without what acts by itself.

    Raises UnreadablePdf.
    """
    import pikepdf

    with ExitStack() as stack:
        try:
            pdf = stack.enter_context(pikepdf.open(file))
            pdf.flatten_annotations("all")
            for page in pdf.pages:
                keep_plain_links(page)
        except (pikepdf.PdfError, pikepdf.PasswordError, OSError, RuntimeError, ValueError):
            raise UnreadablePdf from None
        if not len(pdf.pages):
            raise UnreadablePdf
        yield pdf


def require_readable(path: Path) -> None:
    """Raise UnreadablePdf for a PDF that cannot be inserted into others."""
    with flattened(path):
        pass


@contextmanager
def _source(part: MergePart, folder: Path) -> Iterator[pikepdf.Pdf | None]:
    """Open the file of a part, or yield None if it cannot be inserted."""
    content: Path | BytesIO | None = part.file
    if part.document:
        content = BytesIO(cached(folder, part.document.key(), part.document.print))
    assert content
    with ExitStack() as stack:
        try:
            pdf = stack.enter_context(flattened(content))
        except UnreadablePdf:
            yield None
        else:
            yield pdf if len(pdf.pages) <= MOST_PAGES else None


def keep_plain_links(page: pikepdf.Page) -> None:
    """Remove the actions of a page, and its annotations except links to web pages."""
    import pikepdf

    if "/AA" in page:
        del page["/AA"]
    if "/Annots" in page:
        page["/Annots"] = pikepdf.Array([one for one in page["/Annots"] if _is_plain_link(one)])


def _is_plain_link(annotation: pikepdf.Object) -> bool:
    action = annotation.get("/A")
    return annotation.get("/Subtype") == "/Link" and action is not None and action.get("/S") == "/URI"


def _links_to_parts(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Return the links of our own pages to parts."""
    notes = [note for page in pdf.pages for note in page.get("/Annots", ()) if _is_plain_link(note)]
    return [note for note in notes if str(note.A.URI).startswith(LINK)]


def _aim(pdf: pikepdf.Pdf, links: Sequence[pikepdf.Object], places: Sequence[PartPages]) -> None:
    """Let links to parts lead to their first page."""
    import pikepdf

    targets = {part_link(place.key): pdf.pages[place.first - 1].obj for place in places}
    for link in links:
        target = targets.get(str(link.A.URI))
        del link["/A"]
        if target is not None:
            link.Dest = pikepdf.Array([target, pikepdf.Name.XYZ, None, None, None])


def _places(
    parts: Sequence[MergePart], starts: Sequence[int], own_pages: int, inserted: Mapping[str, pikepdf.Pdf]
) -> list[PartPages]:
    """Return where each part will be. A file that is not inserted has no place."""
    sections = iter(zip(starts, [*starts[1:], own_pages], strict=True))
    places, page = [], 1
    for part in parts:
        if part.is_own:
            start, end = next(sections)
            count = end - start
        elif part.key in inserted:
            count = len(inserted[part.key].pages)
        else:
            continue
        places.append(PartPages(part.key, page, count))
        page += count
    return places


def _insert(
    pdf: pikepdf.Pdf,
    parts: Sequence[MergePart],
    places: Sequence[PartPages],
    inserted: Mapping[str, pikepdf.Pdf],
) -> None:
    """Insert files before the pages where they belong, in order, so that the pages after them move."""
    titles = {part.key: part.title for part in parts}
    for place in places:
        source = inserted.get(place.key)
        if source is None:
            continue
        for index, page in enumerate(source.pages):
            pdf.pages.insert(place.first - 1 + index, page)
        own = [pdf.pages[place.first - 1 + index] for index in range(place.pages)]
        if not add_structure(pdf, source, own, titles[place.key]):
            forget_structure(own)


def _outline(pdf: pikepdf.Pdf, parts: Sequence[MergePart], places: Sequence[PartPages]) -> None:
    """Replace the outline by one of the parts; an entry belongs to the nearest entry of a smaller level before it."""
    import pikepdf

    found = {place.key: place for place in places}
    with pdf.open_outline() as outline:
        outline.root.clear()
        above: list[tuple[int, pikepdf.OutlineItem]] = []
        for part in parts:
            if part.key not in found:
                continue
            item = pikepdf.OutlineItem(part.title, found[part.key].first - 1)
            above = [one for one in above if one[0] < part.level]
            (above[-1][1].children if above else outline.root).append(item)
            above.append((part.level, item))
