"""Other words for a search that finds nothing: words of texts that are spelled almost like those that were asked for.

The words are listed once a night, so that writing costs nothing. Those of secret circles are not listed. A listed word
is only a candidate: it is suggested to a person whose own search for it finds something.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from sqlalchemy import delete, func, insert, or_, select

from app.accounts.models import Person
from app.database import db
from app.search import queries
from app.search.models import SearchEntry, search_words
from app.search.words import Wanted, distance, stem

SHORTEST = 3
"""Minimum length in letters of words that are listed."""
SHORT = 5
"""Length in letters below which a word may differ by one letter only; others by two."""
TRIED = 6
"""How many of the nearest words are tried for each word."""
OFFERED = 3
"""How many are suggested for each word."""
ASKED = 8
"""How many words of a search are looked at."""
REPLACED = 3
"""For how many of them others are sought."""
SUGGESTED = 8
"""How many searches are suggested at most."""
READ = 5_000
"""How many entries are read in one statement."""
WRITTEN = 500
"""How many words are written in one statement."""

WORD = search_words.c.word


def listed_by_steps() -> Iterator[None]:
    """List the words of the texts outside secret circles. Between steps the transaction may be committed."""
    there, last = set[str](), 0
    columns = SearchEntry.id, SearchEntry.title_words, SearchEntry.text_words
    query = select(*columns).where(SearchEntry.is_secret.is_(False)).order_by(SearchEntry.id).limit(READ)
    while rows := db.session.execute(query.where(SearchEntry.id > last)).all():
        there.update(word for row in rows for text in row[1:] for word in text.split() if _is_listed(word))
        last = rows[-1].id
        yield
    kept = set(db.session.scalars(select(WORD)))
    for gone in _batches(kept - there):
        db.session.execute(delete(search_words).where(WORD.in_(gone)))
    for new in _batches(there - kept):
        db.session.execute(insert(search_words), [{"word": word} for word in new])
    yield


def _is_listed(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha()


def _batches(found: set[str]) -> Iterator[list[str]]:
    ordered = iter(sorted(found))
    while some := list(islice(ordered, WRITTEN)):
        yield some


def near(word: str) -> list[str]:
    """Return the listed words that are spelled almost like a folded word, the nearest first, one for each stem."""
    if not _is_listed(word):
        return []
    most = 1 if len(word) < SHORT else 2
    alike = or_(WORD.startswith(word[0], autoescape=True), WORD.endswith(word[-3:], autoescape=True))
    query = select(WORD).where(func.length(WORD).between(len(word) - most, len(word) + most), alike)
    measured = sorted((distance(word, one), one) for one in db.session.scalars(query))
    by_stem: dict[str, str] = {}
    for far, one in measured:
        if 0 < far <= most:
            by_stem.setdefault(stem(one), one)
    return list(by_stem.values())[:TRIED]


def instead(person: Person, wanted: Wanted, today: date) -> list[str]:
    """Return searches that find something for a person, for one that found nothing: with other words, or with fewer."""
    asked = list(dict.fromkeys((*wanted.words, *(word for phrase in wanted.phrases for word in phrase))))[:ASKED]
    if len(asked) == 1:
        return _nearest(person, asked[0], today)
    unknown = [word for word in asked if not queries.finds(person, word, today)]
    others = {word: _nearest(person, word, today) for word in unknown[:REPLACED]}
    if len(unknown) == 1:
        whole = (" ".join(one if word in others else word for word in asked) for one in others[unknown[0]])
        if mended := [text for text in whole if queries.finds(person, text, today)]:
            return mended
    known = (word for word in asked if word not in unknown)
    return [*(one for found in others.values() for one in found), *known][:SUGGESTED]


def _nearest(person: Person, word: str, today: date) -> list[str]:
    return list(islice((one for one in near(word) if queries.finds(person, one, today)), OFFERED))
