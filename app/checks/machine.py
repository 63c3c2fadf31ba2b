"""Checks of the machine: folders, disk, libraries and installed files."""

from __future__ import annotations

import ctypes
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask_babel import lazy_gettext as _l

from app.checks.findings import Check, Finding, Severity, Surroundings
from app.pdf.assets import font_files
from config import FEATURES, ROOT

STATIC = ROOT / "app" / "static"
NEEDED_FILES = ("icons.svg", "theme.css", "vendor/bootstrap.min.css", "vendor/public-sans-latin-wght-normal.woff2")
"""Static files without which pages cannot be used."""
LIBRARIES = {
    "libgobject-2.0": ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
    "libpango-1.0": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "libpangoft2-1.0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    "libharfbuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    "libharfbuzz-subset": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
    "libfontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib"),
}
"""Libraries that WeasyPrint loads, with their file names on Linux and macOS."""
ZONES = ("UTC", "Asia/Jakarta", "Asia/Jayapura", "Europe/London")

NO_ROOM = 256 * 1024**2
"""Bytes on the disk below which uploads and backups fail soon."""
LITTLE_ROOM = 2 * 1024**3


def data_dir(given: Surroundings) -> Iterator[Finding]:
    """Yield a fault if DATA_DIR cannot be written, and a finding if other users can read it."""
    folder = given.settings.data_dir
    if given.refused("DATA_DIR"):
        return
    if not _is_writable(folder):
        yield Finding(
            Severity.FAULT,
            _l("The folder %(folder)s cannot be written.", folder=folder),
            _l("Give it to the user that runs Selaras: install -d -o selaras -m 750 %(folder)s", folder=folder),
            "DATA_DIR",
            stops_start=given.settings.production,
        )
    elif folder.is_dir() and folder.stat().st_mode & stat.S_IRWXO:
        yield Finding(
            given.in_production,
            _l("All users of this machine can read the folder %(folder)s.", folder=folder),
            _l("Run: chmod o= %(folder)s", folder=folder),
            "DATA_DIR",
        )


def disk(given: Surroundings) -> Iterator[Finding]:
    """Yield a finding if there is little room where the files are."""
    if given.refused("DATA_DIR"):
        return
    free = shutil.disk_usage(_existing(given.settings.data_dir)).free
    if free < LITTLE_ROOM:
        yield Finding(
            Severity.FAULT if free < NO_ROOM else Severity.ADVICE,
            _l(
                "Only %(size)s MB are free on the disk with %(folder)s.",
                size=free // 10**6,
                folder=given.settings.data_dir,
            ),
            _l("Free some space, for example by removing old logs and backups, or enlarge the disk."),
        )


def time_zones(given: Surroundings) -> Iterator[Finding]:
    """Yield a fault if the time zone database is missing."""
    missing = [name for name in ZONES if not _is_zone(name)]
    if missing:
        yield Finding(
            Severity.FAULT,
            _l("The time zones %(names)s are missing.", names=", ".join(missing)),
            _l("Install the time zone database: apt-get install tzdata"),
            stops_start=given.settings.production,
        )


def static_files(given: Surroundings) -> Iterator[Finding]:
    """Yield a fault if styles, icons or fonts of pages are not installed."""
    missing = [name for name in NEEDED_FILES if not (STATIC / name).is_file()]
    if missing:
        yield Finding(
            Severity.FAULT,
            _l("Styles, icons and fonts are not installed: %(names)s.", names=", ".join(missing)),
            _l("Run: script/setup"),
            stops_start=given.settings.production,
        )


def translations(_given: Surroundings) -> Iterator[Finding]:
    """Yield a fault if a compiled catalog is missing."""
    sources = [
        path for package in ("app", *FEATURES) for path in (ROOT / package).glob("translations/*/LC_MESSAGES/*.po")
    ]
    if not all(path.with_suffix(".mo").is_file() for path in sources):
        yield Finding(
            Severity.FAULT,
            _l("The translations are not compiled, so pages are partly in English."),
            _l("Run: script/translate --compile"),
        )


def fonts(given: Surroundings) -> Iterator[Finding]:
    """Yield a fault if fonts of documents are not installed."""
    try:
        font_files()
    except OSError as error:
        yield Finding(
            Severity.FAULT,
            _l("A font of documents is missing: %(name)s.", name=Path(str(error.filename)).name),
            _l("Run: script/setup"),
            stops_start=given.settings.production,
        )


def pdf_libraries(given: Surroundings) -> Iterator[Finding]:
    """Yield a fault if a library is missing without which no PDF is created."""
    missing = [name for name, files in LIBRARIES.items() if not any(map(_loads, files))]
    if missing:
        yield Finding(
            Severity.FAULT,
            _l("Libraries for PDFs are missing: %(names)s.", names=", ".join(missing)),
            _l("Run: script/packages run"),
            stops_start=given.settings.production,
        )


def _is_writable(folder: Path) -> bool:
    """Return whether a folder can be written, or created if it does not exist."""
    existing = _existing(folder)
    return existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)


def _existing(folder: Path) -> Path:
    """Return the folder, or its nearest parent that exists."""
    return next(path for path in (folder, *folder.parents) if path.exists())


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError):
        return False
    return True


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


CHECKS = (
    Check("data-dir", _l("Data directory"), _l("Uploaded files are kept there."), data_dir),
    Check("disk", _l("Disk"), _l("Nothing can be saved without free space."), disk),
    Check("time-zones", _l("Time zones"), _l("Dates and calendars need them."), time_zones),
    Check("static-files", _l("Files of the pages"), _l("Pages cannot be displayed without them."), static_files),
    Check("translations", _l("Translations"), _l("Pages and mails are available in two languages."), translations),
    Check("fonts", _l("Fonts of documents"), _l("No PDF can be created without them."), fonts),
    Check("pdf-libraries", _l("Libraries for PDFs"), _l("No PDF can be created without them."), pdf_libraries),
)
