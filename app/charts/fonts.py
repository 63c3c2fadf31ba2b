"""The fonts with which Vega measures texts: those of documents, unpacked as TTF."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from app.charts.specs import FONT
from app.pdf.assets import font_files

FAMILY = (1, 16)
"""The numbers of the names of a family in a font."""
PARTS = ("latin-400-normal", "latin-600-normal", "latin-700-normal")


def register(folder: Path) -> None:
    """Unpack the installed fonts into `folder` unless they are there, and tell Vega of them."""
    if not all((folder / f"public-sans-{part}.ttf").exists() for part in PARTS):
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in font_files().items():
            if Path(name).stem.removeprefix("public-sans-") in PARTS:
                _unpack(content, folder / f"{Path(name).stem}.ttf")
    _tell(str(folder))


@cache  # a folder that is registered twice is read twice
def _tell(folder: str) -> None:
    import vl_convert

    vl_convert.register_font_directory(folder)


def _unpack(content: bytes, file: Path) -> None:
    """Write a font as TTF under the family of the specifications; the files call themselves "Public Sans Thin"."""
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(content))
    font.flavor = None
    for record in font["name"].names:
        if record.nameID in FAMILY:
            record.string = FONT
    new = file.with_suffix(".new")
    font.save(new)
    new.replace(file)
