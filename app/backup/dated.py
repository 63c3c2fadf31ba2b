"""Names of regular backups, which say when each was made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

PATTERN = "selaras-????-??-??T??????Z.zip"


def name(at: datetime) -> str:
    """Return the name of a backup made at `at`, a moment in UTC."""
    return f"selaras-{at:%Y-%m-%dT%H%M%SZ}.zip"


def older_than(at: datetime, folder: Path) -> Iterator[Path]:
    """Yield the regular backups in `folder` that were made before `at`, the oldest first."""
    return (path for path in sorted(folder.glob(PATTERN)) if path.name < name(at))
