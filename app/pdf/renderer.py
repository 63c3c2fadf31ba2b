"""WeasyPrint restricted to our own fonts and files. Slow to import: import it only where it is used."""

from __future__ import annotations

import os
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont, woff2
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from app.pdf.assets import SCHEME, font_files, stylesheet

TYPES = {
    ".css": "text/css",
    ".ttf": "font/ttf",
    ".woff2": "font/ttf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
}
HOLLOW_SQUARE = "\u25a1"

_fontconfig = threading.Lock()


class OwnFiles(URLFetcher):  # type: ignore[misc]
    """Fetches `data:` URLs, and `selaras:` URLs: print.css, its fonts, and `selaras:given/<name>` from `given`."""

    def __init__(self, given: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._files = {f"given/{name}": content for name, content in given.items()}

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return the file at `url`. Raises ValueError for any other URL, which WeasyPrint logs and leaves out."""
        if not url.startswith(SCHEME):
            return super().fetch(url, headers)
        name = url.removeprefix(SCHEME)
        content = stylesheet() if name == "print.css" else fonts().get(name) or self._files.get(name)
        if content is None:
            raise ValueError(f"no such file of ours: {url}")
        kind = TYPES.get(Path(name).suffix, "application/octet-stream")
        return URLFetcherResponse(url, content, {"Content-Type": kind})


@cache  # saves 0.15 s of every paper; installed fonts change with a release, which ends the process
def fonts() -> dict[str, bytes]:
    """Return the uncompressed fonts by name, cached per process."""
    return {name: _unpacked(content) for name, content in font_files().items()}


def font_configuration() -> FontConfiguration:
    """Return an empty font configuration for one document: fonts of the machine would change its bytes."""
    with _fontconfig, _environment("FONTCONFIG_FILE", str(Path(__file__).parent / "fonts.conf")):
        return FontConfiguration()


def printable(html: str) -> str:
    """Return `html` with characters missing in our fonts replaced by their compatibility form or a hollow square."""
    missing = {character for character in set(html) if ord(character) not in _covered()}
    return html.translate({ord(character): _plain(character) for character in missing})


def _plain(character: str) -> str:
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Mn"}:
        return character if character in "\n\r\t" else ""
    plain = unicodedata.normalize("NFKD", character)
    return plain if all(ord(part) in _covered() for part in plain) else HOLLOW_SQUARE


@cache  # saves 20 ms of every paper, likewise
def _covered() -> frozenset[int]:
    return frozenset(code for font in fonts().values() for code in TTFont(BytesIO(font)).getBestCmap())


def _unpacked(font: bytes) -> bytes:
    if not font.startswith(b"wOF2"):
        return font
    plain = BytesIO()
    woff2.decompress(BytesIO(font), plain)
    return plain.getvalue()


@contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
