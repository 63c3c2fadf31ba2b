"""Ranking, counting and showing what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from app.search import sources
from app.search.words import Wanted, begins, stem
from app.web.pagination import COUNTED

FACETS = ("kind", "forum", "sector", "year", "state")
"""What results can be narrowed by, in the order of the page."""
FAR = 10**6


@dataclass(frozen=True, slots=True)
class Result:
    """An object that was found, with its best entry and the number of its entries that were found."""

    entry_id: int
    kind: str
    object_id: UUID
    facets: Mapping[str, str]
    """The value of each facet: names of kinds, ids of circles, values of enums; empty where it has none."""
    on_date: date | None
    rank: tuple[int, int]
    """Words missing from the title, then days from today: the lowest is best."""
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Results:
    """All results that a person may read, best first, and how many have each value of a facet.

    `chosen` are the values that narrow them; a facet counts the results under the values of the other facets.
    """

    found: tuple[Result, ...]
    counts: Mapping[str, Counter[str]]
    capped: bool = False
    """Whether there are more than were counted."""
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return len(self.found)


def ranked(
    rows: Iterable[Any], wanted: Wanted, today: date, *, chosen: Mapping[str, str], capped: bool, newest: bool = False
) -> Results:
    """Return the results of found entries: one for each object, narrowed by `chosen`, best or newest first."""
    every = _objects(rows, wanted, today)
    counts = {facet: Counter[str]() for facet in FACETS}
    for one in every:
        for facet in FACETS:
            if one.facets[facet] and _fits(one, chosen, besides=facet):
                counts[facet][one.facets[facet]] += 1
    fitting = [one for one in every if _fits(one, chosen)]
    fitting.sort(key=_by_date if newest else _by_rank)
    return Results(tuple(fitting[:COUNTED]), counts, capped or len(fitting) > COUNTED, dict(chosen))


def _objects(rows: Iterable[Any], wanted: Wanted, today: date) -> Sequence[Result]:
    best: dict[tuple[str, UUID], Result] = {}
    parts = Counter[tuple[str, UUID]]()
    for row in rows:
        one = _result(row, wanted, today)
        key = one.kind, one.object_id
        parts[key] += 1
        if key not in best or _by_rank(one) < _by_rank(best[key]):
            best[key] = one
    return [replace(one, parts=parts[key]) for key, one in best.items()]


def _result(row: Any, wanted: Wanted, today: date) -> Result:
    kind = sources.named(row.source).kind.name
    return Result(
        entry_id=row.id,
        kind=kind,
        object_id=row.object_id,
        facets={
            "kind": kind,
            "forum": str(row.circle_id or ""),
            "sector": row.sector,
            "year": str(row.on_date.year) if row.on_date else "",
            "state": f"{kind}.{row.state}" if row.state else "",
        },
        on_date=row.on_date,
        rank=(_missing(row, wanted), abs((row.on_date - today).days) if row.on_date else FAR),
    )


def _missing(row: Any, wanted: Wanted) -> int:
    """Return how many of the wanted words and phrases the title does not contain."""
    title, stems = row.title_words.split(), set(row.title_stems.split())
    words = sum(stem(word) not in stems and not begins(word, title) for word in wanted.words)
    padded = f" {row.title_words} "
    return words + sum(f" {' '.join(phrase)} " not in padded for phrase in wanted.phrases)


def _fits(one: Result, chosen: Mapping[str, str], besides: str = "") -> bool:
    return all(one.facets[facet] == value for facet, value in chosen.items() if facet != besides)


def _by_rank(one: Result) -> Any:
    return *one.rank, -one.entry_id


def _by_date(one: Result) -> Any:
    return -(one.on_date or date.min).toordinal(), -one.entry_id
