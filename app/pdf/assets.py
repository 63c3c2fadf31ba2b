"""print.css and its fonts, the only local files that a document may use."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.metadata import version
from pathlib import Path

from config import ROOT

STATIC = ROOT / "app" / "static"
SCHEME = "selaras:"

_font = re.compile(rf'url\("{SCHEME}(vendor/[^"]+)"\)')


def stylesheet() -> bytes:
    """Return print.css."""
    return (STATIC / "print.css").read_bytes()


def font_files() -> dict[str, bytes]:
    """Return the fonts that print.css declares, by name. Raises FileNotFoundError if they are not installed."""
    return {name: (STATIC / name).read_bytes() for name in _font.findall(stylesheet().decode())}


@cache  # saves 40 ms of each document; files and libraries change with a release, which ends the process
def release() -> str:
    """Return a hash of the styles, fonts, code and libraries that determine the bytes of a PDF besides its content."""
    programs = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    libraries = [f"{name} {version(name)}".encode() for name in ("weasyprint", "pydyf", "fonttools", "pikepdf")]
    return digest(stylesheet(), *font_files().values(), *programs, *libraries)


def digest(*parts: bytes) -> str:
    """Return the SHA-256 of several byte strings, in hexadecimal; the boundaries between them affect the result."""
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
