"""A cache of rendered documents on disk."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from flask import current_app

DAY = 24 * 60 * 60


def cached(folder: Path, key: str, make: Callable[[], bytes]) -> bytes:
    """Return the document cached under `key` (a SHA-256); render and cache it if it is missing.

    Two processes may both render it; the file is written atomically and survives a power failure.
    """
    content = kept(folder, key)
    if content is None:
        content = make()
        _keep(_file(folder, key), content)
    return content


def kept(folder: Path, key: str) -> bytes | None:
    """Return the document cached under `key`, or None."""
    file = _file(folder, key)
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return None
    _note_use(file)
    return content


def papers() -> Path:
    """Return the cache directory of this instance."""
    folder: Path = current_app.extensions["settings"].data_dir / "papers"
    return folder


def forget_unused(before: datetime) -> int:
    """Delete documents not requested since `before`, and temporary files; return how many files were deleted.

    A document that is requested again is rendered again, with the same bytes unless the release changed.
    """
    unused = [path for path in papers().glob("*") if path.stat().st_mtime < before.timestamp()]
    for path in unused:
        path.unlink(missing_ok=True)
    return len(unused)


def _note_use(file: Path) -> None:
    """Update the modification time of a cached document that was requested, at most once a day."""
    with suppress(FileNotFoundError):
        if time.time() - file.stat().st_mtime > DAY:
            os.utime(file)


def _file(folder: Path, key: str) -> Path:
    return folder / key


def _keep(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=file.parent, prefix=".new-")
    try:
        with os.fdopen(number, "wb") as new:
            new.write(content)
            new.flush()
            os.fsync(new.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
