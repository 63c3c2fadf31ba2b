"""The file of a backup: a ZIP of `manifest.json`, a JSON line per row in `tables/`, contents by hash in `files/`.

It also holds the key that signs sessions and links, if the instance keeps its own. Keep it as safe as the database.
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
"""Since 2, the manifest has a hash of each table."""
READABLE = {1, 2}
OWN = {"account_sessions", "heartbeats"}
"""Tables about this installation: who is signed in and which processes run. They are neither copied nor looked at."""


class BackupRefused(Exception):
    """A backup cannot be made or restored; the text says in one sentence why."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a backup holds; `missing` are hashes of contents that the data directory had lost."""

    rows: int
    files: int
    missing: list[str]


def tables() -> list[Table]:
    """Return the tables of a backup, each after those that its required references lead to."""
    return [table for table in db.metadata.sorted_tables if table.name not in OWN]


@contextmanager
def private(path: Path) -> Iterator[Any]:
    """Open a new file that only its owner may read; at the end it is on the disk."""
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def key_file() -> Path:
    """Return where an instance without SECRET_KEY keeps its signing key."""
    kept: Path = current_app.extensions["settings"].data_dir / "secret-key"
    return kept
