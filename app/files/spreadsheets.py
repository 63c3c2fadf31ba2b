"""Reads and writes spreadsheets (XLSX, CSV) as tables of strings and dates. Formulas are never evaluated."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from flask_babel import lazy_gettext as _l

from app.errors import RuleViolation
from app.web.csv_export import FORMULA
from app.web.forms import tidy
from app.web.i18n import force_locale

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
LANGUAGES = ("id", "en")
"""The languages in which a sheet may be written."""
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
WrittenCell = Cell | int
"""A cell of a sheet that Selaras writes; those it reads are texts and dates."""


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


def in_both_languages(labels: Mapping[str, Any]) -> dict[str, str]:
    """Return the keys of `labels` by what people may write for them: the label in any language, in lower case."""
    found: dict[str, str] = {}
    for spoken in LANGUAGES:
        with force_locale(spoken):
            found |= {str(label).casefold(): key for key, label in labels.items()}
    return found


def columns_of(row: Sequence[Cell], columns: Mapping[str, Any]) -> dict[int, str]:
    """Return the names of the columns by position, if `row` is a heading with their labels in either language."""
    known = in_both_languages(columns)
    found: dict[int, str] = {}
    for place, cell in enumerate(row):
        name = known.get(str(cell or "").rstrip("* ").casefold())
        if name and name not in found.values():
            found[place] = name
    return found


def rows_below_heading(
    rows: Sequence[Sequence[Cell]], columns: Mapping[str, Any], *, required: str
) -> list[tuple[int, dict[str, Cell]]]:
    """Return the rows below the heading that are not empty: the number of each, and its cells by column.

    The heading is among the first ten rows. Raises RuleViolation if none has the `required` column.
    """
    headings = [(number, columns_of(row, columns)) for number, row in enumerate(rows[:10], 1)]
    heading, places = next(((number, found) for number, found in headings if required in found.values()), (0, None))
    if places is None:
        raise RuleViolation(
            _l(
                "The sheet has no column “%(name)s”. Its columns are: %(columns)s",
                name=columns[required],
                columns=", ".join(str(label) for label in columns.values()),
            ),
            field="file",
        )
    return [
        (number, {name: row[place] for place, name in places.items() if place < len(row)})
        for number, row in enumerate(rows[heading:], heading + 1)
        if any(row)
    ]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of a workbook: its title, the labels of its columns, and its rows."""

    title: str
    columns: Sequence[Any]
    rows: Iterable[Sequence[WrittenCell]]


def as_xlsx(title: str, columns: Sequence[Any], rows: Iterable[Sequence[WrittenCell]], *more: Table) -> bytes:
    """Return a table, and `more` on further sheets, as XLSX; cells that look like formulas are written as text."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for table in (Table(title, columns, rows), *more):
        _add_sheet(book, table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _add_sheet(book: Any, table: Table) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    sheet = book.create_sheet(table.title[:31])
    sheet.freeze_panes = "A2"
    for number, _column in enumerate(table.columns):
        sheet.column_dimensions[chr(ord("A") + number)].width = 24
    for place, row in enumerate([[str(column) for column in table.columns], *table.rows]):
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
