"""Rules for the text of documents: speakers in minutes, addressees of letters, and empty rows of lists to sign."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

GUESTS, FEWEST_GUESTS = 6, 2
"""Empty rows of a list to sign, for people who were not expected: as a rule, and at least."""
ON_ONE_PAGE, ON_TWO_PAGES = 13, 24
"""Rows of a list to sign that fit on one page with the signature, and that fill the first of two pages."""


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


def guest_rows(expected: int) -> int:
    """Return the number of empty rows after those of expected people, so that no page of a list to sign is half empty.

    The last rows of a list stay on one page with the signature. A list that is a little too long for one page
    therefore has fewer empty rows, and one that needs a second page has enough to fill the first.
    """
    if expected + GUESTS <= ON_ONE_PAGE:
        return GUESTS
    if expected + FEWEST_GUESTS <= ON_ONE_PAGE:
        return ON_ONE_PAGE - expected
    return max(GUESTS, ON_TWO_PAGES - expected)
