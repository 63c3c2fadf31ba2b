"""The model base, moments in UTC, and engines that lose no update on SQLite or PostgreSQL."""

from __future__ import annotations

import enum
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

from flask import Flask, g, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    ColumnElement,
    DateTime,
    Engine,
    Enum,
    MetaData,
    event,
    func,
)
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry
from sqlalchemy.types import TypeDecorator

from config import Settings

APPLICATION = "selaras"
"""The name of our connections at PostgreSQL."""


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


class Model(DeclarativeBase):
    """Base of every table: a random UUID as identity, enums stored by value."""

    metadata = MetaData(naming_convention=NAMING)
    registry = registry(
        type_annotation_map={
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
        connection.exec_driver_sql("BEGIN" if _only_reads() else "BEGIN IMMEDIATE")


def _only_reads() -> bool:
    if "only_reads" in g:
        return bool(g.only_reads)
    return has_request_context() and request.method in {"GET", "HEAD", "OPTIONS"}
