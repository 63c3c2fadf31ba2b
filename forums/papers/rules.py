"""Who speaks in a paragraph of minutes, by the way in which minute-takers write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def paragraphs(text: str, names: Iterable[str]) -> list[tuple[str, str]]:
    """Return each paragraph of `text` (a line that says something) as who speaks and what follows.

    The speaker is the longest of `names` with which the paragraph begins, as a whole word; "" when it is none of them.
    Put together, the two are the paragraph as it was written.
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
    """Return how a letter addresses whoever holds `position`: with the organisation, unless the position names it."""
    return position if organisation.casefold() in position.casefold() else f"{position}, {organisation}"
