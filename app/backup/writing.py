"""Writes a backup as of one moment; it gets its name only after it has been read back and verified."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Table, exists, select

from app.accounts.models import Person
from app.backup import rows
from app.backup.archive import FORMAT, BackupRefused, Tally, key_file, private, tables
from app.backup.reading import check, opened
from app.clock import utc_now
from app.database import db, schema
from app.database.commands import name_of
from app.database.transactions import transaction
from app.files.models import StoredFile
from app.files.store import is_whole, path_of


def back_up(target: Path) -> Tally:
    """Write a complete copy of the running instance to `target`, as of one moment.

    Raises BackupRefused if the database has no people, the file exists, or the written backup fails verification.
    """
    if target.exists():
        raise BackupRefused(f"{target} exists already")
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with transaction(reads_only=True), private(partial) as file, zipfile.ZipFile(file, "w") as archive:
            tally = _write(archive, _one_moment())
        with opened(partial) as written:
            check(written)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return tally


def _one_moment() -> str:
    """Give all further reads of this transaction the same snapshot; return the revision of the schema."""
    isolation = {"isolation_level": "REPEATABLE READ"} if db.engine.dialect.name == "postgresql" else {}
    connection = db.session.connection(execution_options=isolation)
    revision = schema.revision_of(connection)
    if revision is None or not db.session.scalar(select(exists().select_from(Person))):
        raise BackupRefused(f"the database {name_of(db.engine.url)} holds no people: is it the right one?")
    return revision


def _write(archive: zipfile.ZipFile, revision: str) -> Tally:
    written = {table.name: _write_rows(archive, table) for table in tables()}
    hashes = list(db.session.scalars(select(StoredFile.sha256).distinct().order_by(StoredFile.sha256)))
    missing = [sha256 for sha256 in hashes if not is_whole(sha256)]
    for sha256 in hashes:
        if sha256 not in missing:
            archive.write(path_of(sha256), f"files/{sha256}")
    key = key_file()
    if key.is_file() and key.read_text().strip() == current_app.secret_key:
        archive.write(key, key.name)
    counts = {name: count for name, (count, _digest) in written.items()}
    manifest = {
        "format": FORMAT,
        "made_at": utc_now().isoformat(),
        "revision": revision,
        "rows": counts,
        "sha256": {name: digest for name, (_count, digest) in written.items()},
        "missing": missing,
    }
    archive.writestr("manifest.json", json.dumps(manifest, indent=1))
    return Tally(sum(counts.values()), len(hashes) - len(missing), missing)


def _write_rows(archive: zipfile.ZipFile, table: Table) -> tuple[int, str]:
    """Write a table; return the number of its rows, and the SHA-256 of their lines."""
    count, digest = 0, hashlib.sha256()
    with _member(archive, f"tables/{table.name}.jsonl") as file:
        for line in rows.dump(table):
            encoded = f"{line}\n".encode()
            digest.update(encoded)
            file.write(encoded)
            count += 1
    return count, digest.hexdigest()


@contextmanager
def _member(archive: zipfile.ZipFile, name: str) -> Iterator[Any]:
    member = zipfile.ZipInfo(name, utc_now().timetuple()[:6])
    member.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(member, "w", force_zip64=True) as file:
        yield file
