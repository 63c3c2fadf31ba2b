"""Papers made before, as files: a paper is made once, however often it is downloaded."""

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
    """Return the paper kept under `key` (a SHA-256), or make it and keep it.

    Two processes may both make it; the file is whole at any moment and after a power cut.
    """
    content = kept(folder, key)
    if content is None:
        content = make()
        _keep(_file(folder, key), content)
    return content


def kept(folder: Path, key: str) -> bytes | None:
    """Return the paper kept under `key`, if there is one."""
    file = _file(folder, key)
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return None
    _note_use(file)
    return content


def papers() -> Path:
    """Return the folder of this instance's papers."""
    folder: Path = current_app.extensions["settings"].data_dir / "papers"
    return folder


def forget_unused(before: datetime) -> int:
    """Remove the papers that nobody asked for since `before`, and what broken-off makings left; return how many.

    A paper that is asked for again is made again, with the same bytes unless the release changed.
    """
    unused = [path for path in papers().glob("*") if path.stat().st_mtime < before.timestamp()]
    for path in unused:
        path.unlink(missing_ok=True)
    return len(unused)


def _note_use(file: Path) -> None:
    """Remember that a paper was asked for: once a day is enough."""
    with suppress(FileNotFoundError):
        if time.time() - file.stat().st_mtime > DAY:
            os.utime(file)


def _file(folder: Path, key: str) -> Path:
    return folder / f"{key}.pdf"


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
