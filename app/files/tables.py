"""Lists as spreadsheets: `?format=csv` or `?format=xlsx` downloads what a list shows, filtered, on all its pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response, request

from app.clock import today
from app.files.serve import download
from app.files.spreadsheets import CSV, XLSX, WrittenCell, as_xlsx
from app.web.csv_export import as_csv

FORMATS = ("csv", "xlsx")
MOST = 10_000
"""Maximum number of rows of a download."""


def wanted_format() -> str | None:
    """Return the format that the address of a list asks for, or None for the page."""
    kind = request.args.get("format")
    return kind if kind in FORMATS else None


def table_download(
    title: Any, columns: Sequence[Any], rows: Iterable[Sequence[WrittenCell]], kind: str, *, name: str
) -> Response:
    """Return a table as a download; `kind` is one of `FORMATS`, and `name` a part of the name of the file."""
    file_name = f"selaras-{name}-{today()}.{kind}"
    if kind == "csv":
        return download(as_csv(columns, rows), media_type=f"{CSV}; charset=utf-8", name=file_name)
    return download(as_xlsx(str(title), columns, rows), media_type=XLSX, name=file_name)
