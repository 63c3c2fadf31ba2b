"""Finding entries that a person may read, in one statement for each search."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, cast, literal_column, or_, select, table, union_all
from sqlalchemy.dialects.postgresql import TSQUERY

from app.accounts.models import Person
from app.circles.models import Circle, Classification
from app.circles.queries import knows_of
from app.database import db
from app.search import sources
from app.search.ddl import COLUMNS, TABLES, VECTOR, WEIGHTS
from app.search.models import SearchEntry
from app.search.sources import Source
from app.search.words import SHORTEST_PREFIX, Wanted, stem
from app.web.pagination import COUNTED

TITLE = ("title_stems", "title_words")
FOUND = (
    *(SearchEntry.id, SearchEntry.source, SearchEntry.object_id, SearchEntry.circle_id, SearchEntry.on_date),
    *(SearchEntry.state, SearchEntry.sector, SearchEntry.title_words, SearchEntry.title_stems),
)
"""The columns of entries that rank and count them."""


def found(person: Person, wanted: Wanted, today: date) -> tuple[Sequence[Any], bool]:
    """Return the entries that contain what is wanted and that the person may read, and whether there are more.

    At most about `COUNTED` objects are of interest. If more entries are found, those that contain it in their titles
    come before others, and of both the latest written.
    """
    rows = _some(person, wanted, today)
    if len(rows) <= COUNTED:
        return rows, False
    in_titles = _some(person, wanted, today, only=TITLE)
    return list({row.id: row for row in (*in_titles, *rows)}.values()), True


def named(person: Person, wanted: Wanted, today: date) -> Sequence[Any]:
    """Return the entries whose titles contain what is wanted, for suggestions."""
    return _some(person, wanted, today, only=TITLE)


def finds(person: Person, text: str, today: date) -> bool:
    """Whether a search of a person finds anything."""
    return bool(_some(person, Wanted.of(text), today, most=1))


def entries(ids: Sequence[int]) -> dict[int, tuple[SearchEntry, str | None]]:
    """Return entries by id, with their texts and the names of their circles."""
    query = select(SearchEntry, Circle.name).outerjoin(Circle, Circle.id == SearchEntry.circle_id)
    return {entry.id: (entry, circle) for entry, circle in db.session.execute(query.where(SearchEntry.id.in_(ids)))}


def _some(
    person: Person, wanted: Wanted, today: date, only: tuple[str, ...] = COLUMNS, *, most: int = COUNTED + 1
) -> Sequence[Any]:
    contains = _contains(wanted, only)
    matching = db.session.scalars(select(SearchEntry.source).where(contains).limit(COUNTED + 1)).all()
    asked = [one for one in sources.known() if one.may(person) and (one.name in matching or len(matching) > COUNTED)]
    if not asked:
        return []
    query = select(*FOUND).where(contains, _within_reach(person, today), _readable(person, today, asked))
    return db.session.execute(query.order_by(SearchEntry.id.desc()).limit(most)).all()


def _within_reach(person: Person, today: date) -> ColumnElement[bool]:
    """Return the condition that an entry is of no circle, or of one in which a person may read something.

    It spares most entries the condition of their source, which takes several times as long.
    """
    known = select(Circle.id).where(knows_of(Circle.id, person, today, Classification.PUBLIC))
    others = (source.circles(person) for source in sources.known() if source.circles)
    within = (SearchEntry.circle_id.in_(one) for one in (known, *others))
    return or_(SearchEntry.circle_id.is_(None), *within)


def _readable(person: Person, today: date, asked: Sequence[Source]) -> ColumnElement[bool]:
    """Return the condition that a person may read the text of an entry, by the rule of its source.

    It names only the sources that have a match: PostgreSQL would plan the rules of all for longer than it runs one.
    """
    return or_(
        *(
            and_(
                SearchEntry.source == source.name,
                select(source.model.id)
                .where(source.model.id == SearchEntry.row_id, source.readable(person, today))
                .correlate(SearchEntry)
                .exists(),
            )
            for source in asked
        )
    )


def _contains(wanted: Wanted, only: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the condition that an entry contains what is wanted in the columns `only`."""
    if db.engine.dialect.name == "postgresql":
        matching = literal_column(f"search_entries.{VECTOR}").op("@@")(cast(_tsquery(wanted, only), TSQUERY))
        return or_(*(and_(SearchEntry.is_secret.is_(is_secret), matching) for is_secret in TABLES))
    return SearchEntry.id.in_(union_all(*(_rowids(name, _fts(wanted, only)) for name in TABLES.values())))


def _rowids(name: str, query: str) -> Select[Any]:
    matches: Select[Any] = select(literal_column("rowid")).select_from(table(name))
    return matches.where(literal_column(name).op("MATCH")(query))


def _fts(wanted: Wanted, only: tuple[str, ...]) -> str:
    """Return the query of FTS5: see https://www.sqlite.org/fts5.html#full_text_query_syntax."""

    def within(kind: str, text: str) -> str:
        return "{" + " ".join(name for name in only if name.endswith(kind)) + "} : " + text

    def word(one: str) -> str:
        prefix = f'"{one}"' + (" *" if len(one) >= SHORTEST_PREFIX else "")
        return f"({within('stems', f'''{chr(34)}{stem(one)}{chr(34)}''')} OR {{title_words}} : {prefix})"

    phrases = (within("words", '"' + " ".join(phrase) + '"') for phrase in wanted.phrases)
    return " AND ".join((*map(word, wanted.words), *phrases))


def _tsquery(wanted: Wanted, only: tuple[str, ...]) -> str:
    """Return the tsquery: see https://www.postgresql.org/docs/current/datatype-textsearch.html#DATATYPE-TSQUERY."""
    stems = "".join(WEIGHTS[name] for name in only if name.endswith("stems"))

    def word(one: str) -> str:
        star = "*" if len(one) >= SHORTEST_PREFIX else ""
        return f"('{stem(one)}':{stems} | '{one}':{star}{WEIGHTS['title_words']})"

    def phrase(some: tuple[str, ...]) -> str:
        weights = (WEIGHTS[name] for name in only if name.endswith("words"))
        return (
            "(" + " | ".join("(" + " <-> ".join(f"'{one}':{weight}" for one in some) + ")" for weight in weights) + ")"
        )

    return " & ".join((*map(word, wanted.words), *map(phrase, wanted.phrases)))
