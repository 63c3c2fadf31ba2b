"""Keeps the search index equal to the objects, in the transaction that changes them.

SQLAlchemy's session events tell which rows a transaction writes; before the commit their entries are written.
Statements that change rows without loading them (`update(…)`) do not cause such events: call `touch` after them.
Transactions write entries one after another, because an entry may tell of rows of several transactions: a session made
while its forum is renamed would keep the old name. On SQLite the write lock ensures that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID
from zlib import crc32

from sqlalchemy import Table, bindparam, delete, event, func, insert, select, update
from sqlalchemy.orm import Session

from app.circles.models import Circle
from app.circles.queries import secret_circles
from app.clock import local_date
from app.database import Model, db
from app.search import sources, vocabulary
from app.search.models import SearchEntry
from app.search.sources import Source
from app.search.words import stems, words

TOUCHED = "search_touched"
MANY = 500
"""How many rows are indexed in one statement."""

Touched = dict[type[Model], set[UUID]]


def touch(model: type[Model], ids: Collection[UUID]) -> None:
    """Note that rows of a model were changed by a statement: their entries are written before the commit."""
    _touched(db.session()).setdefault(model, set()).update(ids)


@event.listens_for(db.session, "after_flush")
def _note(session: Session, _context: Any) -> None:
    touched = _touched(session)
    for obj in (*session.new, *session.deleted, *(row for row in session.dirty if session.is_modified(row))):
        touched.setdefault(type(obj), set()).add(obj.id)


@event.listens_for(db.session, "before_commit")
def _write(session: Session) -> None:
    if session.in_nested_transaction():
        return  # the transaction around it goes on
    session.flush()
    touched: Touched = session.info.pop(TOUCHED, {})
    if not _indexed().isdisjoint(touched):
        _wait_for_others()
        for circle_id in touched.get(Circle, ()):
            _classify(circle_id)
        for source in sources.known():
            write(source, _of(source, touched))


def _touched(session: Session) -> Touched:
    found: Touched = session.info.setdefault(TOUCHED, {})
    return found


def _indexed() -> set[type[Model]]:
    """Return the models whose changes may change entries."""
    return {Circle}.union(*((source.model, *source.follows) for source in sources.known()))


def _wait_for_others() -> None:
    """Wait until no other transaction writes entries; what they wrote is visible to the statements that follow."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(crc32(b"search index"))))


def _of(source: Source, touched: Touched) -> set[UUID]:
    """Return the ids of the rows of a source that must be indexed again."""
    found = set(touched.get(source.model, ()))
    for model, rows_of in source.follows.items():
        for ids in _batches(touched.get(model, ())):
            found.update(db.session.scalars(rows_of(ids)))
    return found


def _batches(ids: Collection[UUID]) -> Iterator[Sequence[UUID]]:
    known = list(ids)
    for start in range(0, len(known), MANY):
        yield known[start : start + MANY]


def _classify(circle_id: UUID) -> None:
    secret = secret_circles().where(Circle.id == circle_id).exists()
    changed = update(SearchEntry).where(SearchEntry.circle_id == circle_id, SearchEntry.is_secret != secret)
    db.session.execute(changed.values(is_secret=secret), execution_options={"synchronize_session": False})


def write(source: Source, ids: Collection[UUID]) -> int:
    """Make the entries of rows of a source equal to the rows, and return how many entries changed."""
    return sum(_write_some(source, some) for some in _batches(ids))


def rebuild() -> int:
    """Make the whole index equal to the objects in this transaction, and return how many entries changed."""
    return sum(rebuild_by_steps())


def rebuild_by_steps() -> Iterator[int]:
    """Make the index equal to the objects, `MANY` rows in each step, yield how many entries changed, then list words.

    Between steps the transaction may be committed, so that others need not wait for the whole.
    """
    for source in sources.known():
        kept = select(SearchEntry.row_id).where(SearchEntry.source == source.name)
        there = select(source.rows().subquery().c.id)
        for ids in _batches({*db.session.scalars(kept), *db.session.scalars(there)}):
            _wait_for_others()
            yield _write_some(source, ids)
    unknown = delete(SearchEntry).where(SearchEntry.source.not_in([source.name for source in sources.known()]))
    yield db.session.execute(unknown).rowcount  # type: ignore[attr-defined]
    for _step in vocabulary.listed_by_steps():
        yield 0
        _wait_for_others()


def _write_some(source: Source, ids: Collection[UUID]) -> int:
    wanted = {values["row_id"]: values for values in _entries(source, ids)}
    table = cast(Table, SearchEntry.__table__)
    query = select(table).where(SearchEntry.source == source.name, SearchEntry.row_id.in_(ids))
    kept = {row["row_id"]: row for row in db.session.execute(query).mappings()}
    new = [values for row_id, values in wanted.items() if row_id not in kept]
    gone = [row["id"] for row_id, row in kept.items() if row_id not in wanted]
    changed = [
        {**values, "entry_id": row["id"]}
        for row_id, values in wanted.items()
        if (row := kept.get(row_id)) and any(row[name] != value for name, value in values.items())
    ]
    connection = db.session.connection()
    if gone:
        connection.execute(delete(SearchEntry).where(SearchEntry.id.in_(gone)))
    if changed:
        names: dict[str, Any] = {name: bindparam(name) for name in changed[0] if name != "entry_id"}
        connection.execute(update(table).where(table.c.id == bindparam("entry_id")).values(names), changed)
    if new:
        connection.execute(insert(table), new)
    return len(gone) + len(changed) + len(new)


def _entries(source: Source, ids: Collection[UUID]) -> Iterator[dict[str, Any]]:
    """Yield the columns of the entries of rows of a source, oldest first, so that newer ones have higher numbers."""
    rows = db.session.execute(source.rows().where(source.model.id.in_(ids))).all()
    told = [(row, _told(source, row)) for row in rows]
    circles = {values["circle_id"] for _row, values in told} - {None}
    secret = set(db.session.scalars(secret_circles().where(Circle.id.in_(circles)))) if circles else set()
    for row, values in sorted(told, key=lambda one: (one[1]["on_date"] or date.min, str(one[0].id))):
        yield {**values, "source": source.name, "row_id": row.id, "is_secret": values["circle_id"] in secret}


def _told(source: Source, row: Any) -> dict[str, Any]:
    given = row._asdict()
    text = source.text(row) or ""
    title = given["title"] if source.searches_title else ""
    in_title = words(" ".join((title, _plain(given.get("code")), _plain(given.get("names")))))
    in_text = words(f"{_plain(given.get('about'))} {text}")
    return {
        "object_id": given.get("object_id", row.id),
        "circle_id": given.get("circle_id"),
        "on_date": _day(given.get("on_date")),
        "title": given["title"],
        "text": text,
        **{name: _plain(given.get(name)) for name in ("code", "about", "state", "sector", "anchor")},
        "title_words": " ".join(in_title),
        "title_stems": " ".join(stems(in_title)),
        "text_words": " ".join(in_text),
        "text_stems": " ".join(stems(in_text)),
    }


def _plain(value: Any) -> str:
    return str(getattr(value, "value", value) or "")


def _day(moment: datetime | date | None) -> date | None:
    return local_date(moment) if isinstance(moment, datetime) else moment
