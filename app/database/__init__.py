"""The declarative base class, the SQLAlchemy extension, and helpers for models."""

from __future__ import annotations

import enum
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, ColumnElement, Enum, MetaData, func
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry

from app.database.engine import engine_options, prepare_sqlite
from config import Settings

UNNESTED: Any = "unnested"
"""The value of `innerjoin=` for required relationships: behind an outer join they are joined by another outer join,
because SQLite would scan the whole table for a nested inner join."""


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
    """Base class of all models: a random UUID as primary key, enums stored by value."""

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
    """A row with optimistic locking: when two people edit it at the same time, the second save is refused (409)."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy calls it with the class
        return {"version_id_col": cls.version}


def alphabetical(name: Any) -> ColumnElement[str]:
    """Return the expression to sort names by, ignoring case: databases sort all capitals before lower-case letters."""
    return func.lower(name)


db = SQLAlchemy(model_class=Model, disable_autonaming=True)


def init_app(app: Flask, settings: Settings) -> None:
    """Configure the database of `app` from the settings, with transactions that do not lose updates on SQLite."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings.database_url)
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            prepare_sqlite(db.engine)
