"""Classification of errors of the infrastructure: an unavailable or busy database, a full disk."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import suppress

from flask import g, session
from flask_login import logout_user
from sqlalchemy.exc import DisconnectionError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from app.database import db

UNREACHABLE = (OperationalError, InterfaceError, DisconnectionError, NoConnectionLeft)
"""Raised when the database is down, restarting or locked for too long, or when the connection pool is exhausted."""
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
SQLITE_NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
SQLITE_AWAY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL}
SQLITE_UNREADABLE = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
POSTGRESQL_NO_ROOM = "53100"
POSTGRESQL_NO_TABLE = "42P01"


def status_of(error: Exception) -> int | None:
    """Return the HTTP status for an outage: 507 for a full disk, 503 for an unavailable database, else None."""
    if is_full(error):
        return 507
    return 503 if is_away(error) else None


def is_service_error(error: Exception) -> bool:
    """Whether the infrastructure is at fault: the database is unavailable, busy or damaged, or a disk is full."""
    damaged = _sqlite_code(getattr(error, "orig", None)) in SQLITE_UNREADABLE
    return damaged or is_full(error) or is_away(error)


def is_full(error: Exception) -> bool:
    """Whether a disk is full: that of the files, of SQLite or of PostgreSQL."""
    origin = getattr(error, "orig", None) or error
    if isinstance(origin, OSError):
        return origin.errno in NO_ROOM
    return _sqlite_code(origin) in SQLITE_NO_ROOM or getattr(origin, "sqlstate", None) == POSTGRESQL_NO_ROOM


def is_away(error: Exception) -> bool:
    """Whether the database is unreachable or locked.

    The exception type is not sufficient: on SQLite an invalid statement raises OperationalError too.
    """
    code = _sqlite_code(getattr(error, "orig", None))
    return isinstance(error, UNREACHABLE) and (code is None or code in SQLITE_AWAY)


def is_missing_table(error: Exception) -> bool:
    """Whether a statement failed because a table does not exist: the database was not migrated yet."""
    origin = getattr(error, "orig", None)
    if _sqlite_code(origin) == sqlite3.SQLITE_ERROR:
        return "no such table" in str(origin)
    return getattr(origin, "sqlstate", None) == POSTGRESQL_NO_TABLE


def _sqlite_code(origin: object) -> int | None:
    code = getattr(origin, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def stop_using_database() -> None:
    """Make the current user anonymous, so that the rest of the request needs no database."""
    with suppress(SQLAlchemyError):
        db.session.rollback()
    g.database_is_away = True
    kept, modified = dict(session), session.modified
    logout_user()
    if kept:  # the API has no session, and none can be written for it
        session.update(kept)
        session.modified = modified


def database_is_available() -> bool:
    """Whether the present request has not given up on the database."""
    return not g.get("database_is_away", False)
