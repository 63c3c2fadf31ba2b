"""Leader election among schedulers: an advisory lock with PostgreSQL, a locked file with SQLite.

Both locks are released when the process or its connection ends, so another scheduler takes over.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Protocol

from filelock import FileLock, Timeout
from flask import Flask
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from app.jobs.running import LOCKS

LEADER = 1


class Lock(Protocol):
    """Leadership: `acquire` does not wait, `holds` checks that the lock is still held."""

    def acquire(self) -> bool: ...

    def holds(self) -> bool: ...

    def release(self) -> None: ...


def leader_lock(app: Flask) -> Lock:
    """Return the lock implementation for the configured database."""
    settings = app.extensions["settings"]
    if settings.database_url.startswith("sqlite"):
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        return LockedFile(str(settings.data_dir / "scheduler.lock"))
    return AdvisoryLock(settings.database_url)


class LockedFile:
    """A lock for one machine: the kernel releases the file when the process ends."""

    def __init__(self, path: str) -> None:
        self.file = FileLock(path)

    def acquire(self) -> bool:
        try:
            self.file.acquire(timeout=0)
        except Timeout:
            return False
        return True

    def holds(self) -> bool:
        return bool(self.file.is_locked)

    def release(self) -> None:
        self.file.release()


class AdvisoryLock:
    """A lock for several machines on one PostgreSQL: a session-level advisory lock on a dedicated connection."""

    def __init__(self, url: str) -> None:
        self.engine = create_engine(
            url,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3},
        )
        self.connection: Connection | None = None

    def acquire(self) -> bool:
        """Acquire the lock if no other process holds it. Return False also when the database cannot be reached."""
        try:
            self.connection = self.engine.connect()
            taken = self.connection.scalar(
                text("SELECT pg_try_advisory_lock(:namespace, :key)"), {"namespace": LOCKS, "key": LEADER}
            )
        except SQLAlchemyError:
            taken = False
        if not taken:
            self.release()
        return bool(taken)

    def holds(self) -> bool:
        """Whether the connection that holds the lock still responds."""
        try:
            return self.connection is not None and self.connection.scalar(text("SELECT 1")) == 1
        except SQLAlchemyError:
            return False

    def release(self) -> None:
        """Release the lock by closing the connection."""
        if self.connection:
            with suppress(SQLAlchemyError):
                self.connection.close()
        self.connection = None
