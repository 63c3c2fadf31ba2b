"""Journal of a restore, from which a restore that was killed is completed or rolled back.

While a restore is in progress, `DATA_DIR/restoring` contains its name and data that is not in place yet. The restored
database has that name in `heartbeats`, which shows afterwards whether a database is the old or the new one.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, create_engine, delete, func, insert, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from app.backup.archive import private
from app.database.engine import engine_options
from app.jobs.models import Heartbeat
from app.jobs.running import LOCKS
from config import Settings, SettingsRefused

EXCHANGE = 2
"""Key of the advisory lock that a PostgreSQL transaction holds while it replaces the data."""
MARK = "restore"
"""Name of the heartbeat whose `leader` is the name of the restore that created a database."""
APART = ".restoring-"
PATIENCE = 5
"""Seconds that a starting process waits for others that settle the same restore."""

OLD = "nothing was changed"
NEW = "the instance holds the backup"
UNKNOWN = "whether the instance holds the backup is found out when it starts next"


class RestoreAtWork(Exception):
    """Another process is restoring this instance."""


@dataclass(frozen=True)
class Journal:
    """The journal of a restore of the instance with this data directory."""

    data_dir: Path
    name: str

    @property
    def folder(self) -> Path:
        """Return the folder of the data that is not in place yet."""
        return folder_in(self.data_dir)

    @property
    def apart(self) -> Path:
        """Return the path of that folder before the restore begins and after it is settled."""
        return self.data_dir / f"{APART}{self.name}"

    @property
    def kept(self) -> Path:
        """Return the folder that keeps the old data of the instance."""
        return self.data_dir / f"before-restore-{self.name}"

    @property
    def kept_schema(self) -> str:
        """Return the PostgreSQL schema that keeps the old tables."""
        return f"before_restore_{self.name.replace('-', '_').lower()}"

    @property
    def key(self) -> Path:
        """Return the path of the backup's signing key before it is in place."""
        return self.folder / "secret-key"


def folder_in(data_dir: Path) -> Path:
    """Return the folder of a restore in progress; if it does not exist, there is nothing to settle."""
    return data_dir / "restoring"


def begin(data_dir: Path) -> Journal:
    """Create a journal with a unique name; its folder appears atomically, with the name in it."""
    journal = Journal(data_dir, f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}")
    journal.apart.mkdir(mode=0o700)
    with private(journal.apart / "name") as file:
        file.write(journal.name.encode())
    journal.apart.rename(journal.folder)
    return journal


@contextmanager
def alone(data_dir: Path, *, wait: int = 0) -> Iterator[None]:
    """Hold the lock for restoring and settling. Raises RestoreAtWork if it is not free within `wait` seconds."""
    data_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data_dir / "restoring.lock")
    try:
        lock.acquire(timeout=wait)
    except Timeout:
        raise RestoreAtWork from None
    try:
        yield
    finally:
        lock.release()


def finish(settings: Settings) -> str | None:
    """Settle a restore that was killed; return the outcome, or None if there was none.

    Raises SettingsRefused while a restore is in progress.
    """
    if not _has_traces(settings.data_dir):
        return None
    try:
        with alone(settings.data_dir, wait=PATIENCE):
            return settle(settings)
    except RestoreAtWork:
        raise SettingsRefused("A restore is at work: start again when it has ended.") from None


def _has_traces(data_dir: Path) -> bool:
    return folder_in(data_dir).exists() or any(data_dir.glob(f"{APART}*"))


def settle(settings: Settings) -> str | None:
    """Complete a restore whose data is in place, or roll back one whose data is not; return the outcome.

    Returns None if there is no restore to settle. The caller must hold `alone`.
    """
    became = _settle(settings) if folder_in(settings.data_dir).exists() else None
    for settled in settings.data_dir.glob(f"{APART}*"):
        shutil.rmtree(settled)
    return became


def _settle(settings: Settings) -> str:
    journal = Journal(settings.data_dir, (folder_in(settings.data_dir) / "name").read_text())
    try:
        came = is_in_place(settings.database_url, journal)
    except SQLAlchemyError:
        return UNKNOWN
    if came and journal.key.exists():
        journal.key.replace(settings.data_dir / "secret-key")
    elif not came:
        shutil.rmtree(journal.kept, ignore_errors=True)
    journal.folder.rename(journal.apart)
    return NEW if came else OLD


def is_in_place(url: str, journal: Journal) -> bool:
    """Return whether this restore created the database. Waits for a PostgreSQL transaction still replacing it."""
    if make_url(url).get_backend_name() == "sqlite" and not Path(make_url(url).database or "").exists():
        return False
    engine = create_engine(url, **engine_options(url))
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA locking_mode=EXCLUSIVE")  # needs no shared-memory file
            hold(connection)
            there = inspect(connection).has_table(Heartbeat.__tablename__)
            found = select(Heartbeat.leader).where(Heartbeat.name == MARK)
            return there and connection.scalar(found) == journal.name
    finally:
        engine.dispose()


def mark(connection: Connection, journal: Journal) -> None:
    """Store the name of the restore in the database that it creates."""
    connection.execute(delete(Heartbeat).where(Heartbeat.name == MARK))
    connection.execute(insert(Heartbeat).values(name=MARK, leader=journal.name, at=datetime.now(UTC)))


def hold(connection: Connection) -> None:
    """On PostgreSQL, acquire the lock for replacing the data, until the end of the transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(LOCKS, EXCHANGE)))
