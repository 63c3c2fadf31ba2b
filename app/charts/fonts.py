"""The fonts with which Vega measures texts: those of documents, unpacked as TTF."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from app.pdf.assets import font_files

NAMES = ("latin-400-normal", "latin-600-normal", "latin-700-normal")


@cache  # registering twice would load the fonts twice; they change with a release, which ends the process
def register(folder: Path) -> None:
    """Unpack the installed fonts into `folder` unless they are there, and tell Vega of them."""
    import vl_convert

    folder.mkdir(parents=True, exist_ok=True)
    for name, content in font_files().items():
        if name.endswith(tuple(f"{part}.woff2" for part in NAMES)):
            _unpack(content, folder / f"{Path(name).stem}.ttf")
    vl_convert.register_font_directory(str(folder))


def _unpack(font: bytes, file: Path) -> None:
    from fontTools.ttLib import woff2

    if file.exists():
        return
    plain = BytesIO()
    woff2.decompress(BytesIO(font), plain)
    new = file.with_suffix(".new")
    new.write_bytes(plain.getvalue())
    new.replace(file)
