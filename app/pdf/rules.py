"""Rules for office papers: numbers in Indonesian words, and signatories as lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

UNITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
PARTS = ("name", "position", "organisation")
MOST = 60
"""The number of signatories of a record."""


def in_words(number: int) -> str:
    """Return a whole number from 0 to 9999 in Indonesian words: 2026 is "dua ribu dua puluh enam"."""
    if number < 12:
        return UNITS[number]
    if number < 20:
        return f"{UNITS[number - 10]} belas"
    for value, one, many in ((1000, "seribu", "ribu"), (100, "seratus", "ratus"), (10, "", "puluh")):
        if number >= value:
            count, rest = divmod(number, value)
            words = one if count == 1 else f"{in_words(count)} {many}"
            return f"{words} {in_words(rest)}" if rest else words
    raise ValueError(number)


def signatories_in(text: str) -> list[dict[str, str]]:
    """Return the signatories entered one per line as "name; position; organisation"; missing parts are empty."""
    lines = [line for line in text.splitlines() if line.strip(" ;")]
    return [_signatory(line) for line in lines[:MOST]]


def as_lines(signatories: Iterable[Mapping[str, str]]) -> str:
    """Return signatories as they are entered."""
    return "\n".join("; ".join(one.get(part, "") for part in PARTS) for one in signatories)


def _signatory(line: str) -> dict[str, str]:
    parts = [part.strip() for part in line.split(";", 2)]
    return dict(zip(PARTS, [*parts, "", ""][:3], strict=True))
