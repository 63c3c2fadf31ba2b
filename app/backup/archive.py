"""Format of a backup: a ZIP of `manifest.json`, rows as JSON lines in `tables/`, file contents by hash in `files/`.

It also contains the key that signs sessions and links if the instance stores one, so protect it like the database.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Table

from app.database import db

FORMAT = 2
"""Version of the format. Since 2, the manifest has a hash of each table."""
READABLE = {1, 2}
OWN = {"account_sessions", "heartbeats", "setup_links"}
"""Tables about this installation, which are neither backed up nor checked: sign-ins, running processes, the address at
which the first administrator is created."""


class BackupRefused(Exception):
    """A backup cannot be made or restored; the message gives the reason in one sentence."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of a backup; `missing` lists the hashes of file contents that the data directory lacked."""

    rows: int
    files: int
    missing: list[str]


def tables() -> list[Table]:
    """Return the tables of a backup, each after the tables that its required foreign keys refer to."""
    return [table for table in db.metadata.sorted_tables if table.name not in OWN]


@contextmanager
def private(path: Path) -> Iterator[Any]:
    """Create a file that only its owner may read, and open it; on exit it is flushed to disk."""
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def key_file() -> Path:
    """Return the path of the signing key of an instance without SECRET_KEY."""
    kept: Path = current_app.extensions["settings"].data_dir / "secret-key"
    return kept
