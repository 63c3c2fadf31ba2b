"""How Alembic reaches the database: the application's engine, foreign keys off while SQLite tables are rebuilt."""

from __future__ import annotations

import warnings

from alembic import context
from sqlalchemy import Connection, Enum

from app.database import db, schema
from app.database.commands import convert_service_errors
from app.database.types import UtcDateTime
from app.search.ddl import is_in_models

config = context.config
warnings.filterwarnings("ignore", message=".* expression-based index")  # SQLite does not tell of them


def render(kind: str, item: object, _context: object) -> str | bool:
    """Write our types as the plain ones underneath, so that old migrations never import today's code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


def migrate(connection: Connection) -> None:
    """Run the migrations on a connection, within its transaction if it is in one."""
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        compare_type=True,
        render_item=render,
        include_object=is_in_models,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def migrate_alone(connection: Connection) -> None:
    """Migrate on a connection that is in no transaction."""
    schema.take_over(connection)
    connection.commit()
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        # A table that is rebuilt is dropped first: with foreign keys on, ON DELETE CASCADE would empty its children.
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
    migrate(connection)
    connection.commit()
    if sqlite:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")


given = config.attributes.get("connection")
if given is None:
    with convert_service_errors(), db.engine.connect() as connection:
        migrate_alone(connection)
elif given.in_transaction():
    schema.take_over(given)
    migrate(given)
else:
    migrate_alone(given)
