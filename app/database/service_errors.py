"""What the machine cannot do at the moment: a database that is away or busy, a disk without room."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import suppress

from flask import g
from flask_login import AnonymousUserMixin
from sqlalchemy.exc import DisconnectionError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from app.database import db

UNREACHABLE = (OperationalError, InterfaceError, DisconnectionError, NoConnectionLeft)
"""What is raised for a database that is away, restarts, or is held by others for too long; or all connections are."""
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
SQLITE_NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
SQLITE_AWAY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL}
SQLITE_UNREADABLE = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
POSTGRESQL_NO_ROOM = "53100"
POSTGRESQL_NO_TABLE = "42P01"


def status_of(error: Exception) -> int | None:
    """Return the status that tells of an outage: 507 without room, 503 without a database; None for anything else."""
    if is_full(error):
        return 507
    return 503 if is_away(error) else None


def is_outage(error: Exception) -> bool:
    """Whether the machine is at fault: a database that is away, busy or damaged, or a disk without room."""
    damaged = _sqlite_code(getattr(error, "orig", None)) in SQLITE_UNREADABLE
    return damaged or is_full(error) or is_away(error)


def is_full(error: Exception) -> bool:
    """Whether a disk has no room: below files, below SQLite or below PostgreSQL."""
    origin = getattr(error, "orig", None) or error
    if isinstance(origin, OSError):
        return origin.errno in NO_ROOM
    return _sqlite_code(origin) in SQLITE_NO_ROOM or getattr(origin, "sqlstate", None) == POSTGRESQL_NO_ROOM


def is_away(error: Exception) -> bool:
    """Whether a database cannot be reached or is held by others; SQLite calls a wrong statement by the same name."""
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


def ask_the_database_no_more() -> None:
    """Let the rest of a request do without it: nobody is signed in, for whoever asks stands in there, too."""
    with suppress(SQLAlchemyError):
        db.session.rollback()
    g._login_user = AnonymousUserMixin()
    g.without_database = True
