"""The file of a backup: a ZIP of `manifest.json`, a JSON line per row in `tables/`, contents by hash in `files/`.

It also holds the key that signs sessions and links, if the instance keeps its own. Keep it as safe as the database.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import current_app
from flask_migrate import downgrade, upgrade
from sqlalchemy import Table, exists, inspect, select

from app import schema
from app.backup import rows
from app.clock import utc_now
from app.database import db
from app.files.models import StoredFile
from app.files.store import incoming, path_of
from app.transactions import transaction

FORMAT = 1
OWN = {"heartbeats"}
"""Tables that tell about this installation's processes: neither copied nor looked at."""


class BackupRefused(Exception):
    """A copy cannot be made or laid back; the text says in one sentence why."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a backup holds; `missing` are hashes of contents that the data directory had lost."""

    rows: int
    files: int
    missing: list[str]


def back_up(target: Path) -> Tally:
    """Write a complete copy to `target`, as of one moment, while the instance goes on working.

    Raises BackupRefused if the database lacks migrations or the file exists.
    """
    if target.exists():
        raise BackupRefused(f"{target} exists already")
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with transaction(reads_only=True), _private(partial) as file, zipfile.ZipFile(file, "w") as archive:
            tally = _write(archive, _one_moment())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return tally


def restore(source: Path, *, replace: bool) -> Tally:
    """Lay a copy back: rows, contents and key. The database is migrated first if it is new.

    Raises BackupRefused if the file is damaged or of another release, or if the instance holds anything and `replace`
    is not set.
    """
    with _opened(source) as (archive, manifest):
        _prepare(manifest, replace=replace)
        with transaction():
            count = sum(rows.load(table, _lines(archive, table)) for table in _tables())
            for table in _tables():
                rows.connect(table, _lines(archive, table))
                rows.continue_numbering(table)
            files = _bring_files(archive)  # before the commit, so that no row names a content that is not there
        _bring_key(archive)
    return Tally(count, files, manifest["missing"])


def _tables() -> list[Table]:
    return [table for table in db.metadata.sorted_tables if table.name not in OWN]


@contextmanager
def _private(path: Path) -> Iterator[Any]:
    """Open a new file that only its owner may read."""
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        yield file


def _one_moment() -> str:
    """Make all further reads of this transaction see the same moment; return the schema's revision."""
    isolation = {"isolation_level": "REPEATABLE READ"} if db.engine.dialect.name == "postgresql" else {}
    connection = db.session.connection(execution_options=isolation)
    revision = schema.revision_of(connection)
    if revision is None:
        raise BackupRefused("the database has no tables yet: run `flask db upgrade`")
    return revision


def _write(archive: zipfile.ZipFile, revision: str) -> Tally:
    counts: dict[str, int] = {}
    for table in _tables():
        with _member(archive, f"tables/{table.name}.jsonl") as raw, TextIOWrapper(raw, "utf-8") as lines:
            counts[table.name] = sum(bool(lines.write(line + "\n")) for line in rows.dump(table))
    hashes = list(db.session.scalars(select(StoredFile.sha256).distinct().order_by(StoredFile.sha256)))
    missing = [sha256 for sha256 in hashes if not path_of(sha256).is_file()]
    for sha256 in hashes:
        if sha256 not in missing:
            archive.write(path_of(sha256), f"files/{sha256}")
    key = _key_file()
    if key.is_file() and key.read_text().strip() == current_app.secret_key:
        archive.write(key, key.name)
    manifest = {
        "format": FORMAT,
        "made_at": utc_now().isoformat(),
        "revision": revision,
        "rows": counts,
        "missing": missing,
    }
    archive.writestr("manifest.json", json.dumps(manifest, indent=1))
    return Tally(sum(counts.values()), len(hashes) - len(missing), missing)


def _member(archive: zipfile.ZipFile, name: str) -> Any:
    member = zipfile.ZipInfo(name, utc_now().timetuple()[:6])
    member.compress_type = zipfile.ZIP_DEFLATED
    return archive.open(member, "w", force_zip64=True)


@contextmanager
def _opened(source: Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, Any]]]:
    """Open a backup and read what it says about itself. Raises BackupRefused unless all of it can be read."""
    try:
        with zipfile.ZipFile(source) as archive:
            if damaged := archive.testzip():
                raise BackupRefused(f"{source} is damaged: {damaged} cannot be read")
            manifest = json.loads(archive.read("manifest.json"))
            if manifest["format"] != FORMAT:
                raise BackupRefused(f"{source} is of format {manifest['format']}, and this release reads {FORMAT}")
            yield archive, manifest
    except FileNotFoundError:
        raise BackupRefused(f"{source} does not exist") from None
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise BackupRefused(f"{source} is not a backup of Selaras, or is damaged: {error}") from error


def _prepare(manifest: dict[str, Any], *, replace: bool) -> None:
    """Give the restored rows an empty schema of their own revision. Raises BackupRefused."""
    newest = schema.newest_revision()
    if manifest["revision"] != newest:
        raise BackupRefused(
            f"the backup was made with the schema {manifest['revision']} and this release has {newest}: "
            "restore it with the release that made it, then upgrade"
        )
    filled = _filled()
    if filled and not replace:
        raise BackupRefused(f"this instance is not empty ({', '.join(filled)}): --replace would erase what it holds")
    if filled:
        downgrade(revision="base")
    upgrade()


def _filled() -> list[str]:
    """Return the names of the tables that hold rows."""
    with transaction(reads_only=True):
        there = set(inspect(db.session.connection()).get_table_names())
        return [
            table.name
            for table in _tables()
            if table.name in there and db.session.scalar(select(exists().select_from(table)))
        ]


def _lines(archive: zipfile.ZipFile, table: Table) -> Iterator[str]:
    with archive.open(f"tables/{table.name}.jsonl") as raw, TextIOWrapper(raw, "utf-8") as lines:
        yield from lines


def _bring_files(archive: zipfile.ZipFile) -> int:
    """Put all contents in their places and return how many. Raises BackupRefused if one is not what its name says."""
    names = [name for name in archive.namelist() if name.startswith("files/")]
    for name in names:
        sha256 = name.removeprefix("files/")
        arrived = incoming() / uuid4().hex
        try:
            with archive.open(name) as packed, arrived.open("wb") as file:
                shutil.copyfileobj(packed, file)
            with arrived.open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                    raise BackupRefused(f"the content {sha256} in the backup was changed")
            path_of(sha256).parent.mkdir(parents=True, exist_ok=True)
            arrived.replace(path_of(sha256))
        finally:
            arrived.unlink(missing_ok=True)
    return len(names)


def _key_file() -> Path:
    kept: Path = current_app.extensions["settings"].data_dir / "secret-key"
    return kept


def _bring_key(archive: zipfile.ZipFile) -> None:
    """Take over the signing key, so that links in mails that were sent before go on working."""
    name = _key_file().name
    if name in archive.namelist():
        arrived = _key_file().with_suffix(".new")
        with _private(arrived) as file:
            file.write(archive.read(name))
        arrived.replace(_key_file())
