"""Rules for standard phrases and for names that are inserted into minutes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

MARKS = re.compile(r"([\\*_`\[\]<>|])")


class Speaker(NamedTuple):
    """Someone who may have spoken: what the list shows, and the text in Markdown that is inserted."""

    label: str
    text: str


def phrases_in(text: str) -> list[str]:
    """Return the phrases in a text with one phrase a line, each once."""
    return list(dict.fromkeys(line for line in map(str.strip, text.splitlines()) if line))


def speakers(seated: Iterable[tuple[str, str]], people: Iterable[tuple[str, str]]) -> list[Speaker]:
    """Return organisations and people as speakers, each once.

    `seated` are organisations by short and full name, `people` are names with the short name of their organisation.
    """
    labelled = [(short, short if short == name else f"{short} · {name}") for short, name in seated]
    found = [Speaker(label, f"**{escaped(short)}**") for short, label in labelled]
    found += [Speaker(f"{name} · {short}", f"**{escaped(name)}** ({escaped(short)})") for name, short in people]
    return list(dict.fromkeys(found))


def escaped(name: str) -> str:
    """Return a name in which no character is a mark of Markdown."""
    return MARKS.sub(r"\\\1", name)
