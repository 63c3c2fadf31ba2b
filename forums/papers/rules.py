"""Rules for the text of documents: speakers in minutes, and addressees of letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def with_speakers(text: str, names: Iterable[str]) -> str:
    """Return `text`, in Markdown, with the speaker of each line in bold.

    The speaker is the longest of `names` that the line starts with, as a whole word.
    """
    known = sorted({name for name in names if name}, key=len, reverse=True)
    return "\n".join(_with_speaker(line, known) for line in text.splitlines())


def _with_speaker(line: str, names: Sequence[str]) -> str:
    for name in names:
        rest = line[len(name) :]
        if line.casefold().startswith(name.casefold()) and not rest[:1].isalnum():
            return f"**{line[: len(name)]}**{rest}"
    return line


def addressed(organisation: str, position: str) -> str:
    """Return how a letter addresses the holder of `position`: with the organisation, unless that is part of it."""
    return position if organisation.casefold() in position.casefold() else f"{position}, {organisation}"
