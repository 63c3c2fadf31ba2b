"""Rules for the text of documents: speakers in minutes, and addressees of letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def paragraphs(text: str, names: Iterable[str]) -> list[tuple[str, str]]:
    """Return each non-empty line of `text` as (speaker, rest).

    The speaker is the longest of `names` that the line starts with, as a whole word, or "". Concatenated, the two are
    the original line.
    """
    known = sorted({name for name in names if name}, key=len, reverse=True)
    return [_parted(line.strip(), known) for line in text.splitlines() if line.strip()]


def _parted(line: str, names: Sequence[str]) -> tuple[str, str]:
    for name in names:
        follows = line[len(name) :]
        if line.casefold().startswith(name.casefold()) and not follows[:1].isalnum():
            return line[: len(name)], follows
    return "", line


def addressed(organisation: str, position: str) -> str:
    """Return how a letter addresses the holder of `position`: with the organisation, unless that is part of it."""
    return position if organisation.casefold() in position.casefold() else f"{position}, {organisation}"
