"""The lines of a text in Markdown: its paragraphs, list items and rows of tables, with what is emphasised in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from markdown_it.token import Token

BREAKS = frozenset({"softbreak", "hardbreak"})
EMPHASIS = {"strong_open": "**", "em_open": "*"}
BETWEEN_CELLS = " · "


class Run(NamedTuple):
    """Characters with the same marks; a mark is written before and after them, such as ("**", "**")."""

    text: str
    marks: tuple[tuple[str, str], ...] = ()


@dataclass
class Line:
    """A paragraph, an item of a list or a row of a table; a line break in it is a "\\n" in its runs.

    `marker` is the number of an item, such as "3. ", or "- ", and empty in its further paragraphs. `follows` says that
    no blank line precedes it.
    """

    marker: str = ""
    depth: int = 0
    quotes: int = 0
    follows: bool = False
    runs: list[Run] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The characters without marks."""
        return "".join(run.text for run in self.runs)


def lines_in(tokens: Sequence[Token]) -> list[Line]:
    """Return the lines of a parsed text."""
    reader = _Reader()
    for token in tokens:
        reader.read(token)
    return [line for line in reader.lines if line.text.strip()]


class _Reader:
    """Collects lines from the tokens of blocks."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._numbers: list[int | None] = []  # of the open lists: the number of the next item
        self._quotes = 0
        self._marker = ""
        self._is_tight = self._in_row = False

    def read(self, token: Token) -> None:
        """Add what a token contributes."""
        name, _space, end = token.type.rpartition("_")
        if name in {"ordered_list", "bullet_list"}:
            self._list(token, is_open=end == "open")
        elif name == "blockquote":
            self._quotes += 1 if end == "open" else -1
        elif token.type == "list_item_open":
            self._item()
        elif token.type == "paragraph_open":
            self._is_tight = token.hidden
        elif name == "tr":
            self._row(is_open=end == "open")
        elif token.type == "inline":
            self._text(token)

    def _list(self, token: Token, *, is_open: bool) -> None:
        if not is_open:
            self._numbers.pop()
        else:
            self._numbers.append(int(token.attrs.get("start", 1)) if token.type.startswith("ordered") else None)

    def _item(self) -> None:
        number = self._numbers[-1]
        self._marker = "- " if number is None else f"{number}. "
        self._numbers[-1] = None if number is None else number + 1

    def _row(self, *, is_open: bool) -> None:
        self._in_row = is_open
        if is_open:
            self.lines.append(self._line())

    def _text(self, token: Token) -> None:
        runs = list(_runs(token.children or ()))
        if not self._in_row:
            self.lines.append(self._line())
        elif self.lines[-1].runs:
            runs.insert(0, Run(BETWEEN_CELLS))
        self.lines[-1].runs += runs

    def _line(self) -> Line:
        marker, self._marker = self._marker, ""
        follows = bool(marker) and self._is_tight
        return Line(marker=marker, depth=len(self._numbers), quotes=self._quotes, follows=follows)


def _runs(children: Sequence[Token]) -> Iterator[Run]:
    marks: list[tuple[str, str]] = []
    for child in children:
        if child.type in EMPHASIS:
            marks.append((EMPHASIS[child.type],) * 2)
        elif child.type == "link_open":
            marks.append(("[", f"](<{child.attrs['href']}>)"))
        elif child.nesting < 0:
            marks.pop()
        elif child.type in BREAKS:
            yield Run("\n", tuple(marks))
        elif child.content:
            yield Run(child.content, tuple(marks))
