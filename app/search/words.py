"""Words and their stems: the same rules for texts and for what people search for.

A stem is found by the Indonesian and then by the English Snowball stemmer, so that "menyerahkan", "penyerahan" and
"diserahkan" have the same stem, and "report" and "reports" too. The language of a text need not be known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from snowballstemmer import stemmer

LONGEST_WORD = 60
"""Maximum length of a word in characters; the rest is ignored, because it is data rather than a word."""
SHORTEST_PREFIX = 3
"""Minimum length in characters of what finds longer words that begin with it: shorter ones find only whole words."""

_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r'"([^"]*)"?')
_QUOTES = str.maketrans("“”„«»", '"""""')
_stemmers = stemmer("indonesian"), stemmer("english")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person searches for: words, of which all must be found, and phrases, found word for word."""

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)

    @classmethod
    def of(cls, text: str) -> Wanted:
        """Return what a search text asks for: phrases in straight or typographic quotes, and other words."""
        plain = text.translate(_QUOTES)
        quoted = (words(found) for found in _QUOTED.findall(plain))
        phrases = tuple(tuple(phrase) for phrase in quoted if phrase)
        return cls(tuple(dict.fromkeys(words(_QUOTED.sub(" ", plain)))), phrases)


def fold(text: str) -> str:
    """Return `text` in lower case without accents."""
    folded = text.casefold()
    if folded.isascii():  # as nearly all texts are; ten times as fast
        return folded
    apart = unicodedata.normalize("NFKD", folded)
    return "".join(char for char in apart if not unicodedata.combining(char))


def words(text: str) -> list[str]:
    """Return the words of a text, folded: runs of letters and digits."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(text))]


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the position, end and folded form of each word of a text."""
    for found in _WORD.finditer(text):
        yield found.start(), found.end(), fold(found[0])[:LONGEST_WORD]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the stem of a folded word; the word itself if it has digits or no stem remains."""
    if not word.isalpha():
        return word
    found = word
    for one in _stemmers:
        found = one.stemWord(found) or found
    return found


def stems(found: list[str]) -> list[str]:
    """Return the stems of folded words, in the same order."""
    return [stem(word) for word in found]


def finds(wanted: Wanted, title: str, text: str) -> bool:
    """Whether a title and a text contain what is wanted. The queries of the index express the same.

    A word is found as a word of the same stem in either, or as the beginning of a word of the title; a phrase in
    consecutive words of either.
    """
    in_title, in_text = words(title), words(text)
    known = set(stems(in_title)) | set(stems(in_text))
    return all(stem(word) in known or begins(word, in_title) for word in wanted.words) and all(
        _contains(in_title, phrase) or _contains(in_text, phrase) for phrase in wanted.phrases
    )


def begins(word: str, found: list[str]) -> bool:
    """Whether one of the folded words `found` begins with `word`, or equals it if `word` is short."""
    return word in found or (len(word) >= SHORTEST_PREFIX and any(one.startswith(word) for one in found))


def matches(wanted: Wanted, word: str) -> bool:
    """Whether a folded word of a text is one that is wanted, to highlight it."""
    if any(word == part for part in chain(*wanted.phrases)):
        return True
    return any(stem(one) == stem(word) or begins(one, [word]) for one in wanted.words)


def _contains(found: list[str], phrase: tuple[str, ...]) -> bool:
    return any(tuple(found[at : at + len(phrase)]) == phrase for at in range(len(found) - len(phrase) + 1))


def distance(one: str, other: str) -> int:
    """Return how many letters must be added, removed, replaced or swapped with the next to make one word the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, last, row = row, before, [at]
        for to, wanted in enumerate(other, 1):
            best = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != wanted))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == wanted:
                best = min(best, last[to - 2] + 1)
            row.append(best)
    return row[-1]
