"""Restores a backup; it is verified, and disk space checked, before anything of the instance changes."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import click
from alembic.util import CommandError
from flask import current_app
from sqlalchemy import exists, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from app.backup import exchange, journal
from app.backup.archive import BackupRefused, Tally, key_file, private, tables
from app.backup.journal import Journal
from app.backup.reading import Backup, check, opened
from app.database import db
from app.database.commands import name_of
from app.database.engine import APPLICATION
from app.database.transactions import transaction
from app.files.store import folder, incoming, is_whole, lock, path_of
from app.jobs.leader import leader_lock

TROUBLES = (BackupRefused, OSError, SQLAlchemyError, sqlite3.Error, click.ClickException, CommandError)
"""Exceptions that abort a restore with a message instead of a traceback."""
LARGER = 2
"""Estimated size of an SQLite file with its indexes, as a multiple of the size of its rows as JSON."""
CANNOT_LINK = {errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK, errno.EXDEV}
PATIENCE = 3
"""Seconds within which connections that were just closed disappear from `pg_stat_activity`."""

OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = :name"


@dataclass(frozen=True, slots=True)
class Restored:
    """Result of a restore: its counts, and the folder and PostgreSQL schema that keep the old data."""

    tally: Tally
    folder: Path | None = None
    schema: str | None = None


def restore(source: Path, *, replace: bool) -> Restored:
    """Restore rows, file contents and key of a backup into this instance, all of them or none.

    Raises BackupRefused if the file is damaged or of a newer release, if disk space is insufficient, if the instance
    is in use, or if it is not empty and `replace` is not set.
    """
    with opened(source) as backup:
        check(backup)
        with _alone():
            filled = _filled()
            if filled and not replace:
                raise BackupRefused(
                    f"the database {name_of(db.engine.url)} is not empty ({', '.join(filled)}): with --replace, the "
                    "backup takes the place of what is there, which is kept"
                )
            db.engine.dispose()
            exchanged = bool(filled) or backup.is_older
            _require_room(backup, replace=exchanged)
            return _restore(backup, replace=exchanged)


def _restore(backup: Backup, *, replace: bool) -> Restored:
    settings = current_app.extensions["settings"]
    work = journal.begin(settings.data_dir)
    try:
        if replace:
            _keep_files(work)
        _bring_contents(backup)
        _bring_key(backup, work)
        if replace:
            exchange.replace(backup, work)
        else:
            exchange.fill_empty(backup, work)
    except TROUBLES as trouble:
        raise BackupRefused(f"{_reason(trouble)}; {journal.settle(settings)}") from trouble
    except BaseException:
        journal.settle(settings)
        raise
    journal.settle(settings)
    tally = Tally(sum(backup.manifest["rows"].values()), len(backup.contents()), backup.manifest["missing"])
    by_schema = replace and db.engine.dialect.name == "postgresql"
    return Restored(tally, work.kept if replace else None, work.kept_schema if by_schema else None)


def _reason(trouble: Exception) -> str:
    if isinstance(trouble, click.ClickException):
        return trouble.message
    return " ".join(str(getattr(trouble, "orig", None) or trouble).split())


def _filled() -> list[str]:
    """Return the names of the tables that are not empty."""
    with transaction(reads_only=True):
        there = set(inspect(db.session.connection()).get_table_names())
        return [
            table.name
            for table in tables()
            if table.name in there and db.session.scalar(select(exists().select_from(table)))
        ]


@contextmanager
def _alone() -> Iterator[None]:
    """Lock out schedulers and other restores. Raises BackupRefused if the instance is in use."""
    settings, leader = current_app.extensions["settings"], leader_lock(current_app)
    db.session.remove()
    db.engine.dispose()
    try:
        with journal.alone(settings.data_dir):
            journal.settle(settings)
            _require_nobody()
            if not leader.acquire():
                raise BackupRefused("a scheduler is running: stop it first")
            try:
                yield
            finally:
                leader.release()
    except journal.RestoreAtWork:
        raise BackupRefused("another restore is at work") from None


def _require_nobody() -> None:
    if db.engine.dialect.name == "sqlite":
        _require_file()
        return
    end = time.monotonic() + PATIENCE
    with db.engine.connect() as connection:
        own = connection.execution_options(isolation_level="AUTOCOMMIT")
        while (others := own.scalar(text(OTHERS), {"name": APPLICATION}) - 1) and time.monotonic() < end:
            time.sleep(0.1)
    if others:
        raise BackupRefused(f"the database is in use by {others} connections: stop web, scheduler and commands first")


def _require_file() -> None:
    file = Path(str(db.engine.url.database))
    try:
        with exchange.held_alone(file):
            pass
    except sqlite3.Error as error:
        raise BackupRefused(f"the database {file} cannot be used: {error}") from error


def _require_room(backup: Backup, *, replace: bool) -> None:
    """Raise BackupRefused unless the disks of the data directory and of an SQLite database have enough space."""
    needed = {folder().parent: sum(m.file_size for sha256, m in backup.contents().items() if not is_whole(sha256))}
    if db.engine.dialect.name == "sqlite":
        file, made = Path(str(db.engine.url.database)), backup.size_of_rows() * LARGER
        needed[folder().parent] += made + file.stat().st_size if replace else 0
        needed[file.parent] = needed.get(file.parent, 0) + made
    by_disk: dict[int, int] = {}
    for place, size in needed.items():
        device = place.stat().st_dev
        by_disk[device] = by_disk.get(device, 0) + size
        free = shutil.disk_usage(place).free
        if free < by_disk[device]:
            raise BackupRefused(
                f"{place} has no room: {by_disk[device] >> 20} MiB are needed, {free >> 20} MiB are free"
            )


def _keep_files(work: Journal) -> None:
    """Keep the present file contents and key of the instance; contents are hard-linked if possible, to save space."""
    work.kept.mkdir(mode=0o700)
    if folder().exists():
        apart = shutil.ignore_patterns("incoming", ".lock")
        shutil.copytree(folder(), work.kept / "files", copy_function=_link, ignore=apart)
    if key_file().exists():
        shutil.copy2(key_file(), work.kept)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in CANNOT_LINK:
            raise
        shutil.copy2(source, target)


def _bring_contents(backup: Backup) -> None:
    """Add the file contents of the backup; existing ones need not be removed, because names are hashes."""
    for sha256, member in backup.contents().items():
        if is_whole(sha256):
            continue
        arrived = incoming() / uuid4().hex
        try:
            with backup.archive.open(member) as packed, arrived.open("wb") as file:
                shutil.copyfileobj(packed, file)
                file.flush()
                os.fsync(file.fileno())
            arrived.chmod(0o640)
            path_of(sha256).parent.mkdir(parents=True, exist_ok=True)
            with lock():
                arrived.replace(path_of(sha256))
        finally:
            arrived.unlink(missing_ok=True)


def _bring_key(backup: Backup, work: Journal) -> None:
    """Write the signing key to the journal; it keeps links in mails that were sent before the backup valid."""
    if key_file().name in backup.archive.namelist():
        with private(work.key) as file:
            file.write(backup.archive.read(key_file().name))
