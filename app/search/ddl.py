"""The full-text indexes of search entries, for migrations: secret texts are indexed apart from all others.

SQLite indexes the columns of words and stems in two FTS5 tables, maintained by triggers; PostgreSQL in a column of type
tsvector with the configuration `simple` and two partial GIN indexes. The weights A to D are the stems of the title and
of the text, and the words of both.
"""

from __future__ import annotations

from sqlalchemy import Connection

from app.search.trigrams import SUFFIX

COLUMNS = ("title_stems", "text_stems", "title_words", "text_words")
WEIGHTS = dict(zip(COLUMNS, "ABCD", strict=True))
TABLES = {False: "search_open", True: "search_secret"}
"""The FTS5 tables on SQLite, by `is_secret`."""
VECTOR = "vector"


def create(connection: Connection) -> None:
    """Create the full-text indexes of the table `search_entries`."""
    for statement in _postgresql() if connection.dialect.name == "postgresql" else _sqlite():
        connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    """Drop what `create` makes besides the table and its own indexes."""
    if connection.dialect.name == "sqlite":
        for table in TABLES.values():
            connection.exec_driver_sql(f"DROP TABLE {table}")


def is_in_models(_obj: object, name: str | None, kind: str, _reflected: bool, _compared_to: object) -> bool:
    """Whether Alembic compares a table, index or column with the models (`include_object`): not those of search."""
    tables = tuple(TABLES.values())
    own = {"column": (VECTOR,), "table": tables, "index": tuple(f"ix_{table}" for table in tables)}
    return SUFFIX not in (name or "") and not (name or "").startswith(own.get(kind, ()))


def _sqlite() -> list[str]:
    names = ", ".join(COLUMNS)
    old, new = (", ".join(f"{row}.{column}" for column in COLUMNS) for row in ("old", "new"))
    found = []
    for is_secret, table in TABLES.items():
        leave = f"INSERT INTO {table} ({table}, rowid, {names}) SELECT 'delete', old.id, {old} WHERE old.is_secret = {is_secret:d};"  # noqa: E501 - names of ours
        enter = f"INSERT INTO {table} (rowid, {names}) SELECT new.id, {new} WHERE new.is_secret = {is_secret:d};"
        events = {
            "insert": ("INSERT", enter),
            "delete": ("DELETE", leave),
            "update": (f"UPDATE OF is_secret, {names}", f"{leave} {enter}"),
        }
        found.append(
            f"CREATE VIRTUAL TABLE {table} USING fts5 ({names}, content='search_entries', content_rowid='id',"
            " tokenize='unicode61 remove_diacritics 0', prefix='3')"
        )
        found += [
            f"CREATE TRIGGER {table}_{name} AFTER {event} ON search_entries BEGIN {act} END"
            for name, (event, act) in events.items()
        ]
    return found


def _postgresql() -> list[str]:
    parts = " || ".join(f"setweight(to_tsvector('simple', {name}), '{weight}')" for name, weight in WEIGHTS.items())
    return [
        f"ALTER TABLE search_entries ADD COLUMN {VECTOR} tsvector GENERATED ALWAYS AS ({parts}) STORED",
        *(
            f"CREATE INDEX ix_{table} ON search_entries USING gin ({VECTOR}) WHERE is_secret = {str(is_secret).lower()}"
            for is_secret, table in TABLES.items()
        ),
    ]
