"""Papers made before, as files: a paper is made once, however often it is downloaded."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from flask import current_app


def cached(key: str, make: Callable[[], bytes]) -> bytes:
    """Return the paper kept under `key` (a SHA-256), or make it and keep it.

    Two processes may both make it; the file is whole at any moment and after a power cut.
    """
    kept = _folder() / f"{key}.pdf"
    try:
        return kept.read_bytes()
    except FileNotFoundError:
        content = make()
        _keep(kept, content)
        return content


def _folder() -> Path:
    folder: Path = current_app.extensions["settings"].data_dir / "papers"
    return folder


def _keep(kept: Path, content: bytes) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=kept.parent, prefix=".new-")
    try:
        with os.fdopen(number, "wb") as new:
            new.write(content)
            new.flush()
            os.fsync(new.fileno())
        Path(name).replace(kept)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
