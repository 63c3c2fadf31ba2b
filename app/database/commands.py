"""Base classes of commands that use the database.

An outage is reported in one line on standard error, exit status 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import URL
from sqlalchemy.exc import SQLAlchemyError

from app.database import db, schema, service_errors
from app.database.transactions import transaction


class DatabaseUnavailable(click.ClickException):
    """The database cannot be used; the message is one line that gives the reason."""


@contextmanager
def convert_service_errors() -> Iterator[None]:
    """Convert database errors caused by an outage to DatabaseUnavailable."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        if not service_errors.is_service_error(error):
            raise
        raise DatabaseUnavailable(_reason(error)) from error


class DatabaseCommand(click.Command):
    """A command that uses the database. With `needs_schema=False` it accepts any revision of the schema, or none."""

    def __init__(self, *args: Any, needs_schema: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs_schema = needs_schema

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Raises DatabaseUnavailable if the database is unavailable or has the wrong schema."""
        with convert_service_errors():
            if self.needs_schema:
                with_appcontext(require_schema)()
            return super().invoke(ctx)


class DatabaseGroup(AppGroup):
    """A command group whose commands use the database."""

    command_class = DatabaseCommand


def require_schema() -> None:
    """Raise DatabaseUnavailable unless the database exists and is at the newest revision of this release."""
    name = name_of(db.engine.url)
    if db.engine.dialect.name == "sqlite" and not Path(db.engine.url.database or "").is_file():
        raise DatabaseUnavailable(f"the database {name} does not exist: `flask db upgrade` creates it")
    with transaction(reads_only=True):
        revision = schema.revision_of(db.session.connection())
    if revision is None:
        raise DatabaseUnavailable(f"the database {name} has no tables yet: run `flask db upgrade`")
    if revision in schema.TOO_OLD:
        raise DatabaseUnavailable(f"the database {name} {schema.too_old(revision)}")
    if not schema.is_known(schema.present_name(revision)):
        raise DatabaseUnavailable(f"the database {name} was migrated by a newer release, to revision {revision}")
    if revision != schema.newest_revision():
        raise DatabaseUnavailable(
            f"the database {name} is at revision {revision}, this release needs {schema.newest_revision()}: "
            "run `flask db upgrade`"
        )


def name_of(url: URL) -> str:
    """Return a display name of a database: the path of an SQLite file, otherwise the database name and server."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    server = f"{url.host or 'localhost'}:{url.port}" if url.port else url.host or "localhost"
    return f"{url.database} on {server}"


def service_error_cause(error: Exception) -> str:
    """Return in one line what the database or the disk reported."""
    if service_errors.is_full(error):
        return "there is no room left on the disk"
    return " ".join(str(getattr(error, "orig", None) or error).split())


@with_appcontext
def _reason(error: Exception) -> str:
    if service_errors.is_full(error):
        return service_error_cause(error)
    return f"the database {name_of(db.engine.url)} cannot be used: {service_error_cause(error)}"
