"""Splits passages of minutes into sentences, and hints at personal data in them. Pure functions.

A sentence ends at a full stop, question mark, exclamation mark or ellipsis before white space, and at the end of a
line. Abbreviations, initials and numbers of a list do not end it, nor does a full stop before a small letter.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Collection, Iterator

ABBREVIATIONS = frozenset(
    [
        "a.n",
        "bpk",
        "brigjen",
        "cq",
        "cv",
        "d.a",
        "d.h",
        "dr",
        "dra",
        "drg",
        "drs",
        "gub",
        "hj",
        "ir",
        "irjen",
        "jend",
        "jl",
        "jln",
        "kab",
        "kec",
        "kel",
        "kol",
        "komjen",
        "kombes",
        "letjen",
        "mayjen",
        "mr",
        "mrs",
        "ny",
        "nn",
        "pdt",
        "perum",
        "plh",
        "plt",
        "pt",
        "prof",
        "prov",
        "sdr",
        "sdri",
        "st",
        "tn",
        "u.b",
        "u.p",
        "ud",
        "vs",
        "yth",
    ]
)
"""Words before a name that are followed by a full stop, in small letters and without that stop."""
NUMBERED = frozenset(
    [
        "art",
        "ayat",
        "gd",
        "hlm",
        "km",
        "lamp",
        "lt",
        "nip",
        "no",
        "nomor",
        "nr",
        "nrp",
        "pasal",
        "pkl",
        "ps",
        "psl",
        "pukul",
        "rp",
        "rt",
        "rw",
        "telp",
        "tgl",
        "vol",
    ]
)
"""Words that are followed by a full stop if a number follows."""
BREAK = re.compile(r"(?P<stop>[.!?…]+[\"'”’»)\]]*)(?P<space>[^\S\n]+)|\n\s*")
LAST_WORD = re.compile(r"\S*$")
OPENING = "\"'“‘«(["


class PersonalData(enum.Enum):
    """Kinds of personal data that a sentence may contain."""

    EMAIL = "email"
    IDENTITY_NUMBER = "identity_number"
    TELEPHONE = "telephone"
    NAME = "name"


EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
IDENTITY_NUMBER = re.compile(r"(?<!\d)\d(?:[ .-]?\d){15}(?!\d)")
TELEPHONE = re.compile(r"(?<![\d.,/])(?:\+62|\(0\d{1,3}\)|0)(?:[ .-]?\d){7,12}(?!\d)")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each with the white space that follows it; joined, they are the text."""
    found, start = [], 0
    for end in _ends(text):
        if text[start:end].strip():
            found.append(text[start:end])
            start = end
    if text[start:].strip() or not found:
        found.append(text[start:])
    elif start < len(text):
        found[-1] += text[start:]
    return [one for one in found if one]


def _ends(text: str) -> Iterator[int]:
    """Yield the positions after which a sentence ends."""
    start = 0
    for match in BREAK.finditer(text):
        if match["stop"] is None or _ends_sentence(text[start : match.end("stop")], text[match.end() :]):
            start = match.end()
            yield start


def _ends_sentence(before: str, after: str) -> bool:
    """Whether a sentence ends between two texts; `before` ends with the stop."""
    if not after or after.lstrip(OPENING)[:1].islower():
        return not after
    word = LAST_WORD.findall(before)[0].lstrip(OPENING)
    if not word.endswith(".") or word.endswith(".."):
        return True
    bare = word[:-1]
    is_enumerator = before.strip() == word and (bare.isdigit() or len(bare) == 1)
    is_initial = len(bare) == 1 and bare.isupper()
    is_numbered = bare.lower() in NUMBERED and after[:1].isdigit()
    return not (is_enumerator or is_initial or is_numbered or bare.lower() in ABBREVIATIONS)


def count_words(text: str) -> int:
    """Return the number of words in a text."""
    return len(text.split())


def personal_data(text: str, names_in: Callable[[str], Collection[str]]) -> list[PersonalData]:
    """Return the kinds of personal data that a text may contain; `names_in` returns the known names in a text."""
    without_numbers = IDENTITY_NUMBER.sub(" ", text)
    checks = {
        PersonalData.EMAIL: EMAIL.search(text),
        PersonalData.IDENTITY_NUMBER: IDENTITY_NUMBER.search(text),
        PersonalData.TELEPHONE: TELEPHONE.search(without_numbers),
        PersonalData.NAME: names_in(text),
    }
    return [kind for kind, found in checks.items() if found]
