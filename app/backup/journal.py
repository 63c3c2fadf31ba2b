"""What a restore leaves behind when it is killed, and how that is settled.

While a restore is at work, `DATA_DIR/restoring` holds its name and what is not in place yet. The database that takes
the place of the old one carries that name in `heartbeats`, so that the database itself says afterwards whether it is
the old one or the new one.
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
"""The advisory lock that a PostgreSQL transaction holds while it exchanges the data."""
MARK = "restore"
"""The name of the heartbeat whose `leader` is the restore that a database came from."""
APART = ".restoring-"
PATIENCE = 5
"""Seconds that a start waits for others that settle the same restore."""

OLD = "nothing was changed"
NEW = "the instance holds the backup"
UNKNOWN = "whether the instance holds the backup is found out when it starts next"


class RestoreAtWork(Exception):
    """Another process restores this instance at the moment."""


@dataclass(frozen=True)
class Journal:
    """A restore of the instance with this data directory."""

    data_dir: Path
    name: str

    @property
    def folder(self) -> Path:
        """Where the restore keeps what is not in place yet."""
        return folder_in(self.data_dir)

    @property
    def apart(self) -> Path:
        """The name of that folder before and after it counts."""
        return self.data_dir / f"{APART}{self.name}"

    @property
    def kept(self) -> Path:
        """Where it keeps what the instance held before."""
        return self.data_dir / f"before-restore-{self.name}"

    @property
    def kept_schema(self) -> str:
        """The PostgreSQL schema in which it keeps the tables from before."""
        return f"before_restore_{self.name.replace('-', '_').lower()}"

    @property
    def key(self) -> Path:
        """The signing key that comes with the backup, until it is in place."""
        return self.folder / "secret-key"


def folder_in(data_dir: Path) -> Path:
    """Return the folder of a restore at work; without one, nothing has to be settled."""
    return data_dir / "restoring"


def begin(data_dir: Path) -> Journal:
    """Open a journal with a name of its own: its folder appears with the name in it."""
    journal = Journal(data_dir, f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}")
    journal.apart.mkdir(mode=0o700)
    with private(journal.apart / "name") as file:
        file.write(journal.name.encode())
    journal.apart.rename(journal.folder)
    return journal


@contextmanager
def alone(data_dir: Path, *, wait: int = 0) -> Iterator[None]:
    """Let one process at a time restore or settle. Raises RestoreAtWork after waiting for `wait` seconds."""
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
    """Settle a restore that was killed; return what became of it, None if there was none.

    Raises SettingsRefused while a restore is at work.
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
    """Complete a restore whose data is in place, or remove the traces of one whose data is not; return which it was.

    None if there is no restore to settle. Only within `alone`.
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
    """Whether the database is the one that a restore brought. Waits for a PostgreSQL server that still exchanges."""
    if make_url(url).get_backend_name() == "sqlite" and not Path(make_url(url).database or "").exists():
        return False
    engine = create_engine(url, **engine_options(url))
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA locking_mode=EXCLUSIVE")  # which needs no file for shared memory
            hold(connection)
            there = inspect(connection).has_table(Heartbeat.__tablename__)
            found = select(Heartbeat.leader).where(Heartbeat.name == MARK)
            return there and connection.scalar(found) == journal.name
    finally:
        engine.dispose()


def mark(connection: Connection, journal: Journal) -> None:
    """Let a database carry the name of the restore that brought it."""
    connection.execute(delete(Heartbeat).where(Heartbeat.name == MARK))
    connection.execute(insert(Heartbeat).values(name=MARK, leader=journal.name, at=datetime.now(UTC)))


def hold(connection: Connection) -> None:
    """Wait until no other transaction exchanges the data of a PostgreSQL database, and keep others from it."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(LOCKS, EXCHANGE)))
