"""The model base and the session; `types`, `engine` and `transactions` stand beside it."""

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
"""How what is always there is joined (`innerjoin=`): behind an outer join by one more outer join, where SQLite would
read the whole table for the two in brackets."""


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
