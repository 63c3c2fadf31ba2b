"""Reads and writes spreadsheets (XLSX, CSV) as tables of strings and dates. Formulas are never evaluated."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from flask_babel import lazy_gettext as _l

from app.errors import RuleViolation
from app.web.csv_export import FORMULA
from app.web.forms import tidy

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
MOST_ROWS = 2000
MOST_COLUMNS = 40
LONGEST_CELL = 2000
LARGEST_PART = 30 * 1024 * 1024
"""Maximum size in bytes of an unpacked part of an XLSX file: shared strings are loaded as a whole."""

UNREADABLE = _l("This spreadsheet cannot be read. Save it again with your office program")

QUOTED = tuple(f"'{sign}" for sign in FORMULA)
"""Prefixes that our CSV export adds to text that looks like a formula.

Earlier releases wrote a single apostrophe for an empty cell.
"""

Cell = str | date | None


class Formula(str):
    """The text of a cell that contains a formula, for use in an error message."""

    __slots__ = ()


def read(content: bytes, media_type: str) -> list[list[Cell]]:
    """Return the rows of the first sheet, including empty ones.

    Raises RuleViolation if the content is no spreadsheet or has too many rows.
    """
    if media_type == XLSX:
        rows = _of_xlsx(content)
    elif media_type == CSV:
        rows = _of_csv(content)
    else:
        raise RuleViolation(_l("Choose a spreadsheet: an XLSX or CSV file"), field="file")
    found = list(islice(rows, MOST_ROWS + 2))
    if len(found) > MOST_ROWS + 1:
        raise RuleViolation(_l("The sheet has more than %(most)s rows", most=MOST_ROWS), field="file")
    return found


def as_xlsx(title: str, columns: Sequence[Any], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table as XLSX; cells that look like formulas are written as text."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, _column in enumerate(columns):
        sheet.column_dimensions[chr(ord("A") + number)].width = 24
    for place, row in enumerate([[str(column) for column in columns], *rows]):
        written = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=None if value == "" else value)
            if isinstance(value, str) and value:
                cell.data_type = "s"
                cell.quotePrefix = value.startswith(FORMULA)
            if not place:
                cell.font = Font(bold=True)
            written.append(cell)
        sheet.append(written)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _of_xlsx(content: bytes) -> Iterator[list[Cell]]:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            largest = max(part.file_size for part in archive.infolist())
        if largest > LARGEST_PART:
            raise RuleViolation(_l("The sheet is too large when unpacked"), field="file")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        for row in sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS):
            yield [_cell(cell.value, formula=cell.data_type == "f") for cell in row]
    except RuleViolation:
        raise
    except Exception:  # openpyxl passes on exceptions of its ZIP and XML parsers
        raise RuleViolation(UNREADABLE, field="file") from None


def _of_csv(content: bytes) -> Iterator[list[Cell]]:
    text = content.decode("utf-8-sig")
    first = text.partition("\n")[0]
    separator = max(";,\t", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            yield [_cell(value) for value in row[:MOST_COLUMNS]]
    except csv.Error:
        raise RuleViolation(UNREADABLE, field="file") from None


def _cell(value: Any, *, formula: bool = False) -> Cell:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = " ".join((tidy(str(value)[:LONGEST_CELL]) or "").split())
    if formula or text.startswith("="):
        return Formula(text)
    if text == "'" or text.startswith(QUOTED):
        text = text[1:]
    return text or None
