"""Differences between two texts, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Kind = Literal["same", "removed", "added"]
WORD = re.compile(r"(\s*)(\w+(?:[.,:/’'-]\w+)*|[^\w\s]|\Z)")
"""A word with the white space before it. Numbers with separators are one word, other punctuation is one of its own."""


class Change(NamedTuple):
    """A run of words that both texts contain, or only one of them."""

    kind: Kind
    text: str


def words_changed(before: str, after: str) -> list[Change]:
    """Return the words of two texts in order, as runs that are the same, removed or added.

    The runs that were not removed join to `after`. White space alone is no difference.
    """
    old, new = _words(before), _words(after)
    matcher = SequenceMatcher(None, [word for _space, word in old], [word for _space, word in new], autojunk=False)
    runs: list[Change] = []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag in {"replace", "delete"}:
            runs.append(Change("removed", _joined(old[old_from:old_to])))
        if tag != "delete":
            runs.append(Change("same" if tag == "equal" else "added", _joined(new[new_from:new_to])))
    return [run for run in runs if run.text]


def _words(text: str) -> list[tuple[str, str]]:
    return [(found[1], found[2]) for found in WORD.finditer(text)]


def _joined(words: list[tuple[str, str]]) -> str:
    return "".join(space + word for space, word in words)
