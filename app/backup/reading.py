"""Reads a backup and verifies that it is complete and unchanged."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from app.backup import rows
from app.backup.archive import OWN, READABLE, BackupRefused, tables
from app.backup.earlier import tables_at
from app.database import schema

DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, LookupError, ValueError, TypeError, ArithmeticError)
"""Exceptions that reading a damaged archive raises."""


@dataclass(frozen=True)
class Backup:
    """An open backup, its manifest, and its tables at the revision at which it was made."""

    archive: zipfile.ZipFile
    manifest: dict[str, Any]
    tables: list[Table]

    @property
    def revision(self) -> str:
        """The revision of which it was made, by its present name."""
        return schema.present_name(str(self.manifest["revision"]))

    @property
    def is_older(self) -> bool:
        """Whether it has to be migrated."""
        return self.revision != schema.newest_revision()

    def lines(self, table: Table) -> Iterator[str]:
        """Yield the rows of a table as JSON lines, as `rows.dump` wrote them."""
        with self.archive.open(f"tables/{table.name}.jsonl") as raw, TextIOWrapper(raw, "utf-8", newline="\n") as lines:
            yield from lines

    def contents(self) -> dict[str, zipfile.ZipInfo]:
        """Return the members with file contents, by hash."""
        members = (member for member in self.archive.infolist() if member.filename.startswith("files/"))
        return {member.filename.removeprefix("files/"): member for member in members}

    def size_of_rows(self) -> int:
        """Return the size of all rows as JSON, in bytes."""
        return sum(member.file_size for member in self.archive.infolist() if member.filename.startswith("tables/"))


@contextmanager
def opened(source: Path) -> Iterator[Backup]:
    """Open a backup. Raises BackupRefused if it is not one, or if this release cannot read its format or revision."""
    try:
        archive = zipfile.ZipFile(source)
    except FileNotFoundError:
        raise BackupRefused(f"{source} does not exist") from None
    except zipfile.BadZipFile as error:
        raise BackupRefused(f"{source} is not a backup of Selaras, or is damaged: {error}") from error
    with archive:
        manifest = _manifest(archive, source)
        yield Backup(archive, manifest, _tables(manifest))


def _manifest(archive: zipfile.ZipFile, source: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
        parts = manifest["format"], manifest["revision"], manifest["rows"].items(), iter(manifest["missing"])
    except (*DAMAGE, AttributeError) as error:
        raise BackupRefused(f"{source} is not a backup of Selaras, or is damaged: {error}") from error
    if parts[0] not in READABLE:
        raise BackupRefused(f"{source} is of format {parts[0]}, which this release cannot read")
    return manifest


def _tables(manifest: dict[str, Any]) -> list[Table]:
    """Return the tables of the backup's revision, each after those that its required references lead to."""
    revision = schema.present_name(str(manifest["revision"]))
    if revision == schema.newest_revision():
        return tables()
    if revision in schema.TOO_OLD:
        raise BackupRefused(f"the backup {schema.too_old(revision)}")
    if not schema.is_known(revision):
        raise BackupRefused(f"the backup is at revision {revision}: restore it with the release that made it")
    found = tables_at(revision).tables
    if manifest["rows"].keys() != found.keys() - OWN:
        raise BackupRefused(f"the backup is damaged: it has other tables than revision {revision}")
    return [found[name] for name in manifest["rows"]]


def check(backup: Backup) -> None:
    """Read and verify all of a backup. Raises BackupRefused at the first error."""
    named = set()
    for table in backup.tables:
        for row in _checked_rows(backup, table):
            if table.name == "files":
                named.add(row["sha256"])
    for sha256, member in backup.contents().items():
        if _hash_of(backup, member) != sha256:
            raise BackupRefused(f"the content {sha256} in the backup was changed")
    if lost := named - backup.contents().keys() - set(backup.manifest["missing"]):
        raise BackupRefused(f"the backup lacks the content {min(lost)}")


def _checked_rows(backup: Backup, table: Table) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table. Raises BackupRefused if their number or hash differs from the manifest."""
    columns, reads = {column.name for column in table.columns}, rows.readers(table)
    digest, count = hashlib.sha256(), 0
    try:
        for line in backup.lines(table):
            count += 1
            digest.update(line.encode())
            row = json.loads(line)
            if row.keys() != columns:
                raise ValueError("other columns")
            rows.values_of(row, reads)
            yield row
    except (*DAMAGE, AttributeError) as error:
        raise BackupRefused(f"the backup is damaged: line {count} of {table.name} cannot be read: {error}") from error
    if count != backup.manifest["rows"].get(table.name):
        raise BackupRefused(f"the backup is damaged: {table.name} has {count} rows instead of those that were written")
    if digest.hexdigest() != backup.manifest.get("sha256", {}).get(table.name, digest.hexdigest()):
        raise BackupRefused(f"the backup is damaged: {table.name} was changed")


def _hash_of(backup: Backup, member: zipfile.ZipInfo) -> str:
    try:
        with backup.archive.open(member) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    except DAMAGE as error:
        raise BackupRefused(f"the backup is damaged: {member.filename} cannot be read: {error}") from error
