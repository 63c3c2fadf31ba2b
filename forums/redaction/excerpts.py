"""Excerpts of notes in Markdown: some sentences of a text, with balanced emphasis and the numbers of its lists.

A run of emphasis, a link or a list may begin in one sentence and end in another. A sentence cut out of the source would
then contain stray marks. The text is therefore parsed as a whole, with a private-use character at the end of every
sentence, and the chosen sentences are written again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from app.web.markdown import parsed, plain_text
from app.web.markdown_lines import Line, lines_in
from forums.redaction.sentences import sentences

FIRST = 0xF0000
ENDS = re.compile("([\U000f0000-\U000ffffd])")
"""The characters that end the sentences: that of the first has the number FIRST."""
TRAILING = re.compile(r"[\s*_|\\]*\Z")
WITHOUT_WORDS = re.compile(r"[\s|:>*_\\-]*")
"""Text that needs no end, such as the line below the head of a table."""
INDENT = "    "
SPECIAL = re.compile(r"\\(?=[!-/:-@\[-`{-~])|[*<|]|(?<!\w)_|_(?!\w)|\](?=\()|&(?=#|\w+;)")
STARTS = re.compile(r"^(\s*)(?:([-+])(?=\s|$)|(>)|(\d{1,9})([.)])(?=\s|$))", re.MULTILINE)
MARKS = re.compile(r"[*_|<>\[\]\\]+")

Marks = tuple[tuple[str, str], ...]


class Piece(NamedTuple):
    """Characters of one sentence with the same marks."""

    text: str
    marks: Marks
    place: int


def excerpts(text: str, runs: Sequence[Collection[int]]) -> list[str]:
    """Return the Markdown of each run of sentences; a run has their places in `sentences(text)`."""
    known = sentences(text)
    lines = _lines(known)
    if lines is None:  # an end is in the address of a link, or in a cell that is not shown
        return [MARKS.sub(" ", "".join(known[place] for place in sorted(run))).strip() for run in runs]
    return ["".join(_written(lines, frozenset(run))).strip() for run in runs]


def plain_sentences(text: str) -> list[str]:
    """Return the sentences of a text without marks."""
    return [plain_text(one) for one in excerpts(text, [[place] for place in range(len(sentences(text)))])]


def _lines(known: Sequence[str]) -> list[tuple[Line, list[Piece]]] | None:
    """Return the lines of a text with their pieces; None if an end of a sentence is not among the characters shown."""
    text = "".join(_ended(place, ENDS.sub("", one)) for place, one in enumerate(known))
    expected = ENDS.findall(text)
    lines = lines_in(parsed(text))
    if expected != [end for line in lines for end in ENDS.findall(line.text)]:
        return None
    following = iter([ord(end) - FIRST for end in expected])
    place = next(following, 0)
    found = []
    for line in lines:
        pieces = []
        for run in line.runs:
            for part in ENDS.split(run.text):
                if ENDS.fullmatch(part):
                    place = next(following, place)
                elif part:
                    pieces.append(Piece(part, run.marks, place))
        found.append((line, pieces))
    return found


def _ended(place: int, sentence: str) -> str:
    if WITHOUT_WORDS.fullmatch(sentence):
        return sentence
    return TRAILING.sub(lambda rest: chr(FIRST + place) + rest[0], sentence, count=1)


def _written(lines: Iterable[tuple[Line, list[Piece]]], run: Collection[int]) -> Iterator[str]:
    """Yield the Markdown of the lines that have a sentence of the run."""
    whole_links = _whole_links(lines)
    before: Line | None = None
    for line, pieces in lines:
        chosen = [
            piece._replace(marks=tuple(mark for mark in piece.marks if mark[0] != "[" or mark in whole_links))
            for piece in pieces
            if piece.place in run
        ]
        body = "".join(_emphasised(chosen)).strip().lstrip(" ·")
        if not body:
            continue
        in_list = before is not None and before.marker != "" and before.depth >= line.depth
        marker = line.marker if pieces[0].place in run else ""
        depth = line.depth - 1 if marker else line.depth
        yield "\n" if line.follows and in_list and marker else "\n\n"
        yield "> " * line.quotes + INDENT * depth + marker + STARTS.sub(_escaped_start, body)
        before = line


def _whole_links(lines: Iterable[tuple[Line, list[Piece]]]) -> set[tuple[str, str]]:
    """Return the links whose text is in one sentence; the address of another may belong to either of its sentences."""
    places: dict[tuple[str, str], set[int]] = {}
    for _line, pieces in lines:
        for piece in pieces:
            for mark in piece.marks:
                if mark[0] == "[":
                    places.setdefault(mark, set()).add(piece.place)
    return {mark for mark, found in places.items() if len(found) == 1}


def _emphasised(pieces: Iterable[Piece]) -> Iterator[str]:
    """Yield text with balanced marks, none of which is beside white space inside it."""
    marks: Marks = ()
    space = ""
    for piece in pieces:
        core = piece.text.strip()
        if not core:
            space += piece.text
            continue
        begin = piece.text.index(core)
        shared = _shared(marks, piece.marks)
        yield "".join(end for _start, end in reversed(marks[shared:]))
        yield space + piece.text[:begin]
        yield "".join(start for start, _end in piece.marks[shared:])
        yield SPECIAL.sub(r"\\\g<0>", core)
        marks, space = piece.marks, piece.text[begin + len(core) :]
    yield "".join(end for _start, end in reversed(marks))


def _shared(one: Marks, other: Marks) -> int:
    """Return how many marks two runs share, from the outermost."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))


def _escaped_start(found: re.Match[str]) -> str:
    space, dash, quote, number, stop = found.groups(default="")
    return f"{space}{number}\\{dash or quote or stop}"
