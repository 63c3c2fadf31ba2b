"""Excerpts of texts with the words that were searched for highlighted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from markupsafe import Markup, escape

from app.search.words import Wanted, matches, spans

LENGTH = 200
"""About how many characters of a text an excerpt shows."""
LEAD = 40
"""How many characters before the first highlighted word."""


def highlighted(text: str, wanted: Wanted) -> Markup:
    """Return a text with the wanted words in `<mark>`."""
    return _marked(text, _hits(text, wanted), 0, len(text))


def excerpt(text: str, wanted: Wanted) -> Markup:
    """Return the part of a text that has most of the wanted words, highlighted, with "…" where it was cut."""
    hits = _hits(text, wanted)
    start, end = _window(text, hits)
    return Markup("{}{}{}").format(
        "… " if start else "", _marked(text, hits, start, end), " …" if end < len(text) else ""
    )


def _hits(text: str, wanted: Wanted) -> list[tuple[int, int]]:
    return [(start, end) for start, end, word in spans(text) if matches(wanted, word)]


def _window(text: str, hits: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return where the excerpt starts and ends: between words, around the most highlighted ones."""
    if len(text) <= LENGTH:
        return 0, len(text)
    starts = [start for start, _end in hits] or [0]
    most = max(range(len(starts)), key=lambda number: bisect_left(starts, starts[number] + LENGTH - LEAD) - number)
    first = starts[most]
    start = max(0, first - LEAD)
    if start:
        start = text.find(" ", start, first) + 1 or first
    end = len(text)
    if end - start > LENGTH:
        end = text.rfind(" ", start, start + LENGTH)
        end = end if end > first else start + LENGTH
    return start, end


def _marked(text: str, hits: Sequence[tuple[int, int]], start: int, end: int) -> Markup:
    made, at = Markup(), start
    for first, last in hits:
        if start <= first and last <= end:
            made += escape(text[at:first]) + Markup("<mark>{}</mark>").format(text[first:last])
            at = last
    return made + escape(text[at:end])
