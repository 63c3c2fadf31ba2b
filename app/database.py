"""The model base, moments in UTC, and engines that lose no update on SQLite or PostgreSQL."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Any
from uuid import UUID, uuid4

from flask import Flask, g, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    DateTime,
    Engine,
    Enum,
    Integer,
    MetaData,
    Select,
    Subquery,
    Uuid,
    event,
    func,
    literal_column,
)
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry
from sqlalchemy.types import TypeDecorator

from config import Settings

APPLICATION = "selaras"
"""How our connections call themselves at PostgreSQL."""

FEW = 10_000
"""Rows that a statement looks at of what is expected to be few."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware going in, UTC in the database, aware in UTC coming out, on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What is read from such a column."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no zone: moments are aware")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """Return what reads a column: of SQLite's text in one step, since lists read hundreds."""
        return _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _from_text(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(f"{stored}+00:00")


class Identity(Uuid[UUID]):
    """An id. SQLite keeps it as text, and the same few hundred are read for page after page."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], UUID | None] | None:
        """Return what reads a column."""
        usual = super().result_processor
        return _identity if dialect.name == "sqlite" else usual(dialect, coltype)  # type: ignore[no-untyped-call]


@lru_cache(maxsize=20_000)
def _identity(stored: str | None) -> UUID | None:
    return None if stored is None else UUID(stored)


Moment = Annotated[datetime, mapped_column(UtcDateTime)]
"""The type of a column that holds an instant."""

UNNESTED: Any = "unnested"
"""How what is always there is joined (`innerjoin=`): behind an outer join by one more outer join, where SQLite would
read the whole table for the two in brackets."""

PAGES_KEPT = 16 * 1024
"""KiB of a SQLite database that a connection keeps: a home of a large city reads ten MiB, and it would keep two."""

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def _values(members: type[enum.Enum]) -> list[str]:
    return [member.value for member in members]


class Written(Enum.Comparator):
    """Conditions on an enum, whose members stand in the statement itself.

    A database that plans a statement once for whatever is asked must guess how many rows have a state that it does not
    know: one in as many as there are states, and reads the whole table for the planned sessions.
    """

    def operate(self, op: Any, *other: Any, **options: Any) -> ColumnElement[Any]:
        """Return the condition."""
        return super().operate(op, *(_written(one, self.type) for one in other), **options)


def _written(value: Any, kind: Any) -> Any:
    if isinstance(value, enum.Enum):
        return literal_column(f"'{value.value}'", kind)
    if isinstance(value, list | tuple | set | frozenset):
        return [_written(one, kind) for one in sorted(value, key=str)]  # one statement for one set
    return value


def figure(number: int) -> ColumnElement[int]:
    """Return a number that stands in the statement itself: for the limit of one that is built once.

    A database that plans for any number expects a tenth of all rows, and reads them rather than look up the few.
    """
    return literal_column(str(number), Integer)


def apart(query: Select[*tuple[Any, ...]]) -> Subquery:
    """Return a query of few rows as one that databases work out before they join anything to it.

    The limit does that, and tells PostgreSQL that not a tenth of a table comes. Beyond `FEW` rows are left out.
    """
    return query.limit(figure(FEW)).subquery()


@event.listens_for(Column, "after_parent_attach")
def _write_members(column: Column[Any], _table: Any) -> None:
    if isinstance(column.type, Enum):
        column.type.comparator_factory = Written


class Model(DeclarativeBase):
    """Base of every table: a random UUID as identity, enums stored by value."""

    metadata = MetaData(naming_convention=NAMING)
    registry = registry(
        type_annotation_map={
            UUID: Identity(),
            dict[str, Any]: JSON(),
            list[str]: JSON(),
            list[dict[str, Any]]: JSON(),
            enum.Enum: Enum(enum.Enum, native_enum=False, values_callable=_values, length=40),
        },
        metadata=metadata,
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


class Versioned:
    """A row that two people may change at once: the second to save is refused (409), not obeyed."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy calls it with the class
        return {"version_id_col": cls.version}


def alphabetical(name: Any) -> ColumnElement[str]:
    """Return what orders by a name as people look for it: databases put every capital before every small letter."""
    return func.lower(name)


db = SQLAlchemy(model_class=Model, disable_autonaming=True)


def init_app(app: Flask, settings: Settings) -> None:
    """Connect `app` to the settings' database with write-safe transactions."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings.database_url)
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            prepare_sqlite(db.engine)


def engine_options(url: str) -> dict[str, Any]:
    """Return what the engine needs beyond its address."""
    common: dict[str, Any] = {"hide_parameters": True}  # errors are logged, and values may be personal
    if url.startswith("sqlite"):
        return {**common, "connect_args": {"isolation_level": None, "timeout": 10}}
    # compiling a statement takes PostgreSQL longer than any of ours runs; and in memory or on a solid disk a row that
    # is looked up costs hardly more than one that is read in passing, not four times as much
    plain = {"options": "-c jit=off -c random_page_cost=1.1"}
    # the connection that was used last is the next: it knows the plans of most statements
    pool = {"pool_pre_ping": True, "pool_use_lifo": True, "pool_size": 5, "max_overflow": 10}
    return {**common, **pool, "connect_args": {**plain, "application_name": APPLICATION}}


def prepare_sqlite(engine: Engine) -> None:
    """Take the write lock when a transaction begins, not when it first writes.

    With a plain BEGIN, two transactions that read and then write fail at once with "database is locked"; BEGIN
    IMMEDIATE makes the second wait. Requests that only read begin plainly and never wait.
    """

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        cache = f"cache_size=-{PAGES_KEPT}"
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", "busy_timeout=10000", cache):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if _only_reads():
            bare: Any = connection.connection.dbapi_connection  # to which SQLAlchemy's way takes twenty calls
            bare.execute("BEGIN")
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # whose failing is told as of every other statement


def _only_reads() -> bool:
    if "only_reads" in g:
        return bool(g.only_reads)
    return has_request_context() and request.method in {"GET", "HEAD", "OPTIONS"}
