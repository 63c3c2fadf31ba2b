"""The job that deletes stored content without a row, left by uploads whose transaction was rolled back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import structlog
from sqlalchemy import select

from app.database import db
from app.files.models import StoredFile
from app.files.store import folder, incoming, lock
from app.jobs import job

DAY = 24 * 60 * 60
"""Minimum age in seconds of content that is deleted: no transaction lasts that long."""
TOGETHER = 500

log = structlog.get_logger()


@job("files-sweep", "cron", hour=2, minute=40)
def sweep() -> int:
    """Delete content older than a day without a row, and incomplete uploads of that age.

    Return the number of deleted files.
    """
    old = (path for path in _contents() if _is_old(path))
    removed = 0
    while some := list(islice(old, TOGETHER)):
        removed += sum(_remove(path) for path in _unnamed(some))
    removed += sum(_remove(path) for path in incoming().iterdir() if _is_old(path))
    if removed:
        log.info("files.swept", removed=removed)
    return removed


def _contents() -> Iterator[Path]:
    return folder().glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/" + "[0-9a-f]" * 64)


def _is_old(path: Path) -> bool:
    return path.stat().st_mtime < time.time() - DAY


def _unnamed(paths: list[Path]) -> list[Path]:
    hashes = [path.name for path in paths]
    named = set(db.session.scalars(select(StoredFile.sha256).where(StoredFile.sha256.in_(hashes))))
    return [path for path in paths if path.name not in named]


def _remove(path: Path) -> bool:
    """Delete a file unless an upload has replaced it in the meantime. Return whether it was deleted."""
    with lock():
        if not path.exists() or not _is_old(path):
            return False
        path.unlink()
        return True
