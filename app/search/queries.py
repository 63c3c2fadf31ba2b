"""Finding entries that a person may read: one statement tells where to search, and one finds the latest entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Uuid,
    case,
    cast,
    false,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    table,
    text,
    true,
    union_all,
)
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


@dataclass(frozen=True, slots=True)
class Scope:
    """In what a person searches, as conditions on an entry."""

    rules: Mapping[Source, ColumnElement[bool]]
    """For each source, that the person may read the text of an entry of the source."""
    within: ColumnElement[bool]
    """That the entry is of no circle, or of one in which the person may read something.

    It spares most entries the rule of their source, which takes several times as long.
    """


def found(person: Person, wanted: Wanted, today: date) -> tuple[Sequence[Any], bool]:
    """Return the entries that contain what is wanted and that the person may read, and whether there are more.

    At most about `COUNTED` objects are of interest. If more entries are found, those that contain it in their titles
    come before others, and of both the latest written.
    """
    _plan_for_the_words()
    scope = _scope(person, wanted, today)
    rows = _newest(scope, wanted)
    if len(rows) <= COUNTED:
        return rows, False
    in_titles = _newest(scope, wanted, TITLE)
    return list({row.id: row for row in (*in_titles, *rows)}.values()), True


def named(person: Person, wanted: Wanted, today: date) -> Sequence[Any]:
    """Return the entries whose titles contain what is wanted, for suggestions."""
    _plan_for_the_words()
    return _newest(_scope(person, wanted, today, TITLE), wanted, TITLE)


def finds(person: Person, words: str, today: date) -> bool:
    """Whether a search of a person finds anything."""
    wanted = Wanted.of(words)
    return bool(_newest(_scope(person, wanted, today), wanted, most=1))


def entries(ids: Sequence[int]) -> dict[int, tuple[SearchEntry, str | None]]:
    """Return entries by id, with their texts and the names of their circles."""
    query = select(SearchEntry, Circle.name).outerjoin(Circle, Circle.id == SearchEntry.circle_id)
    return {entry.id: (entry, circle) for entry, circle in db.session.execute(query.where(SearchEntry.id.in_(ids)))}


def _plan_for_the_words() -> None:
    """Let PostgreSQL plan the statements of this transaction for their words, however often they have run.

    A plan for any words, as a prepared statement gets after some runs, collects all matches of a common one.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))


def _scope(person: Person, wanted: Wanted, today: date, only: tuple[str, ...] = COLUMNS) -> Scope:
    """Return in what a person searches, by one statement.

    It reads the few circles that sources add to those that the person knows of: read again for each statement and
    index, they would take half of the time of a search. Sources without a match are left out if there are few matches,
    because PostgreSQL would plan the rules of all for longer than it runs one.
    """
    nowhere: Any = cast(null(), Uuid)
    matches = union_all(*(_matches(wanted, only, SearchEntry.source, is_secret=is_secret) for is_secret in TABLES))
    some = matches.limit(COUNTED + 1).subquery()
    own = (source.circles(person).subquery() for source in sources.known() if source.circles)
    asked = union_all(select(some.c.source, nowhere), *(select(literal(""), *one.c) for one in own))
    found = db.session.execute(asked).all()
    matching = [row.source for row in found if row.source]
    known = select(Circle.id).where(knows_of(Circle.id, person, today, Classification.PUBLIC))
    others = {row[1] for row in found if not row.source}
    circle = SearchEntry.circle_id
    return Scope(
        rules={
            source: _readable(source, person, today)
            for source in sources.known()
            if source.may(person) and (source.name in matching or len(matching) > COUNTED)
        },
        within=or_(circle.is_(None), circle.in_(known), circle.in_(others)),
    )


def _newest(scope: Scope, wanted: Wanted, only: tuple[str, ...] = COLUMNS, *, most: int = COUNTED + 1) -> Sequence[Any]:
    """Return the latest entries in a scope.

    Each full-text index is read backwards until there are enough, instead of collecting and sorting all its matches;
    the secret one no further than the oldest entry that the other has.
    """
    rules = {one.name: rule for one, rule in scope.rules.items() if one.searches_title or only != TITLE}
    if not rules:
        return []
    # not an OR of conditions on the source, for which PostgreSQL would collect all entries of each source
    may_read = case(rules, value=SearchEntry.source, else_=false())

    def latest(*, is_secret: bool) -> Select[Any]:
        matches = _matches(wanted, only, *FOUND, is_secret=is_secret).where(scope.within, may_read)
        return matches.order_by(_number(is_secret=is_secret).desc()).limit(most)

    others = latest(is_secret=False).cte("others")
    oldest = select(case((func.count() == most, func.min(others.c.id)), else_=0)).select_from(others)
    secret = latest(is_secret=True).where(_number(is_secret=True) > oldest.scalar_subquery()).subquery()
    both = union_all(select(others), select(secret))
    return db.session.execute(both.order_by(both.selected_columns.id.desc()).limit(most)).all()


def _readable(source: Source, person: Person, today: date) -> ColumnElement[bool]:
    """Return the rule of a source for one entry, as the value of a subquery rather than as EXISTS.

    PostgreSQL plans an EXISTS twice: it might first collect everything that the person may read, and for a few hundred
    entries it does, which takes ten times as long.
    """
    row = select(true()).where(source.model.id == SearchEntry.row_id, source.readable(person, today))
    return row.correlate(SearchEntry).scalar_subquery()


def _matches(wanted: Wanted, only: tuple[str, ...], *columns: Any, is_secret: bool) -> Select[Any]:
    """Select columns of the entries in one full-text index that contain what is wanted in the columns `only`."""
    found: Select[Any] = select(*columns)
    if db.engine.dialect.name == "postgresql":
        matching = literal_column(f"search_entries.{VECTOR}").op("@@")(cast(_tsquery(wanted, only), TSQUERY))
        return found.where(SearchEntry.is_secret if is_secret else ~SearchEntry.is_secret, matching)
    name = TABLES[is_secret]
    found = found.select_from(table(name)).join(SearchEntry, SearchEntry.id == _number(is_secret=is_secret))
    return found.where(literal_column(name).op("MATCH")(_fts(wanted, only)))


def _number(*, is_secret: bool) -> ColumnElement[int]:
    """Return the ids of the entries in a full-text index: on SQLite its own, which it can return in order."""
    if db.engine.dialect.name == "postgresql":
        return SearchEntry.id.expression
    return literal_column(f"{TABLES[is_secret]}.rowid", Integer)


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
