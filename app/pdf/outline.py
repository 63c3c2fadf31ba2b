"""The outline of a document's HTML: headings, paragraphs, tables and pictures, for formats other than PDF.

It reads the HTML of our own templates, which is well-formed. The running foot, drawings and styles are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

VOID = frozenset({"br", "hr", "img", "link", "meta"})
LEFT_OUT = frozenset({"footer", "head", "svg", "style", "script"})
INLINE = frozenset({"a", "b", "br", "code", "del", "em", "i", "ins", "s", "small", "span", "strong", "sub", "sup"})
BOLD, ITALIC = frozenset({"b", "strong"}), frozenset({"em", "i"})
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text; "\\n" is a line break."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (the title) to 4."""

    level: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `marker` is "•" or a number such as "2." for an item of a list, at `depth`."""

    runs: tuple[Run, ...]
    marker: str = ""
    depth: int = 0
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, by its address in the HTML."""

    address: str
    text: str
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, which contain blocks. `kind` is grid, facts (labels and values) or columns (side by side)."""

    kind: str
    rows: tuple[tuple[tuple[Block, ...], ...], ...]
    heads: int = 0
    """The number of rows of column headers."""


Block = Heading | Paragraph | Picture | Table


@dataclass(slots=True)
class _Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[_Node | str] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def nodes(self, *tags: str) -> Iterator[_Node]:
        """Yield the children with one of the tags."""
        return (child for child in self.children if isinstance(child, _Node) and child.tag in tags)


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [_Node("root")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(_Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in {node.tag for node in self.open[1:]}:
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def outline(html: str) -> list[Block]:
    """Return the blocks of a document, in reading order."""
    tree = _Tree()
    tree.feed(html)
    tree.close()
    return list(_blocks(tree.open[0]))


def _blocks(node: _Node, *, depth: int = 0, centred: bool = False) -> Iterator[Block]:
    """Yield the blocks inside an element; text and inline elements between them become paragraphs."""
    loose: list[_Node | str] = []
    for child in node.children:
        if isinstance(child, str) or child.tag in INLINE:
            loose.append(child)
            continue
        yield from _paragraph(loose, centred=centred)
        loose = []
        yield from _block(child, depth=depth, centred=centred or "kop" in child.classes)
    yield from _paragraph(loose, centred=centred)


def _block(node: _Node, *, depth: int, centred: bool) -> Iterator[Block]:
    if node.tag in LEFT_OUT:
        return
    if node.tag in HEADINGS:
        yield Heading(HEADINGS[node.tag], _runs(node.children))
    elif node.tag == "p":
        yield from _paragraph(node.children, centred=centred or "no" in node.classes)
    elif node.tag in {"ul", "ol"}:
        yield from _list(node, depth)
    elif node.tag == "table":
        yield _table(node)
    elif node.tag == "img":
        yield Picture(node.attributes.get("src", ""), node.attributes.get("alt", ""), centred)
    elif "sign" in node.classes:
        yield Table("columns", tuple(_pairs([tuple(_blocks(cell)) for cell in node.nodes("div")])))
    else:
        yield from _blocks(node, depth=depth, centred=centred)


def _paragraph(children: list[_Node | str], *, centred: bool = False) -> Iterator[Paragraph]:
    runs = _runs(children)
    if runs:
        yield Paragraph(runs, centred=centred)


def _list(node: _Node, depth: int) -> Iterator[Block]:
    for number, item in enumerate(node.nodes("li"), 1):
        marker = "•" if node.tag == "ul" else f"{number}."
        for block in _blocks(item, depth=depth + 1):
            if isinstance(block, Paragraph) and not block.marker:
                yield replace(block, marker=marker, depth=depth + 1)
                marker = ""
            else:
                yield block


def _table(node: _Node) -> Table:
    heads = [row for part in node.nodes("thead") for row in part.nodes("tr")]
    rows = [row for part in node.nodes("tbody") for row in part.nodes("tr")] + list(node.nodes("tr"))
    cells = tuple(tuple(tuple(_blocks(cell)) for cell in row.nodes("th", "td")) for row in heads + rows)
    is_layout = node.attributes.get("role") == "presentation" or "data" in node.classes
    return Table("facts" if is_layout else "grid", cells, len(heads))


def _pairs(cells: list[tuple[Block, ...]]) -> Iterator[tuple[tuple[Block, ...], ...]]:
    for start in range(0, len(cells), 2):
        yield (*cells[start : start + 2], ())[:2]


def _runs(children: list[_Node | str]) -> tuple[Run, ...]:
    """Return inline content with single spaces, and none at the beginning or end of a line."""
    result: list[Run] = []
    at_start = True
    for run in _inline(children, bold=False, italic=False):
        text = run.text.lstrip(" ") if at_start and run.text != "\n" else run.text
        if not text:
            continue
        result.append(replace(run, text=text))
        at_start = text.endswith((" ", "\n"))
    return _trimmed(result)


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    while runs and not runs[-1].text.rstrip(" \n"):
        runs.pop()
    while runs and runs[0].text == "\n":
        runs.pop(0)
    if runs:
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" \n"))
    return tuple(runs)


def _inline(children: list[_Node | str], *, bold: bool, italic: bool) -> Iterator[Run]:
    for child in children:
        if isinstance(child, str):
            yield Run(re.sub(r"[ \t\r\n\f]+", " ", child), bold, italic)
        elif child.tag == "br":
            yield Run("\n")
        elif child.tag not in LEFT_OUT:
            yield from _inline(child.children, bold=bold or child.tag in BOLD, italic=italic or child.tag in ITALIC)
