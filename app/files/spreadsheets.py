"""Reads and writes spreadsheets (XLSX, CSV) as tables of strings and dates.

Formulas are never evaluated: a cell has the value that the office program stored with its formula.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from types import MappingProxyType
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
SPARSENESS = 5
"""A sheet may have this many times as many rows as may be filled: office programs keep empty ones below the table."""
LONGEST_CELL = 5000
"""Characters of a cell that are read; callers refuse texts long before."""
LARGEST_PART = 30 * 1024 * 1024
"""Maximum size in bytes of an unpacked part of an XLSX file: shared strings are loaded as a whole."""

UNREADABLE = _l("This spreadsheet cannot be read. Save it again with your office program")

QUOTED = tuple(f"'{sign}" for sign in FORMULA)
"""Prefixes that our CSV export adds to text that looks like a formula.

Earlier releases wrote a single apostrophe for an empty cell.
"""

Cell = str | date | None
EMPTY: Mapping[str, str] = MappingProxyType({})
WrittenCell = Cell | int
"""A cell of a sheet that Selaras writes; those it reads are texts and dates."""


class Formula(str):
    """The formula of a cell that was saved without its value, for use in an error message."""

    __slots__ = ()


class TooManyRows(RuleViolation):
    """The sheet has more rows than are read."""

    def __init__(self, most: int) -> None:
        super().__init__(_l("The sheet has more than %(most)s rows", most=most), field="file")


def read(
    content: bytes,
    media_type: str,
    *,
    most: int = MOST_ROWS,
    only_first: int | None = None,
    keeps_lines: bool = False,
    after_rows: Callable[[int], None] | None = None,
) -> list[list[Cell]]:
    """Return the rows of the first sheet that is not hidden; an empty row is an empty list, and none is at the end.

    `only_first` limits the rows that are read; `keeps_lines` keeps line breaks within cells. `after_rows` is called
    after every thousand rows with their number. Raises TooManyRows if more than `most` rows below the heading are
    filled, and RuleViolation if the content is no spreadsheet.
    """
    if media_type == XLSX:
        rows = _of_xlsx(content, SPARSENESS * most + 2)
    elif media_type == CSV:
        rows = _of_csv(content)
    else:
        raise RuleViolation(_l("Choose a spreadsheet: an XLSX or CSV file"), field="file")
    found: list[list[Cell]] = []
    filled = 0
    for number, row in enumerate(islice(rows, only_first), 1):
        cells = [cell if isinstance(cell, date) else _text(cell, keeps_lines=keeps_lines) for cell in row]
        found.append(cells if any(cells) else [])
        filled += bool(found[-1])
        if filled > most + 1 or number > SPARSENESS * most + 1:
            raise TooManyRows(most)
        if after_rows and number % 1000 == 0:
            after_rows(number)
    while found and not found[-1]:
        found.pop()
    return found


def in_both_languages(labels: Mapping[str, Any]) -> dict[str, str]:
    """Return the keys of `labels` by what people may write for them: the label in any language, in lower case."""
    found: dict[str, str] = {}
    for spoken in LANGUAGES:
        with force_locale(spoken):
            found |= {str(label).casefold(): key for key, label in labels.items()}
    return found


def columns_of(
    row: Sequence[Cell], columns: Mapping[str, Any], *, aliases: Mapping[str, str] = EMPTY
) -> dict[int, str]:
    """Return the names of the columns by position, if `row` is a heading with their labels in either language.

    `aliases` are names of columns by other labels that people write for them, in lower case.
    """
    known = {**aliases, **in_both_languages(columns)}
    found: dict[int, str] = {}
    for place, cell in enumerate(row):
        name = known.get(" ".join(str(cell or "").split()).rstrip("*:. ").casefold())
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
    return rows_below(rows, heading, places)


def rows_below(
    rows: Sequence[Sequence[Cell]], heading: int, places: Mapping[int, str]
) -> list[tuple[int, dict[str, Cell]]]:
    """Return the filled rows below the row number `heading`: the number of each, and its cells by column."""
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
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(table.title[:31])
    sheet.freeze_panes = "A2"
    for number, _column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = 24
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


def _of_xlsx(content: bytes, most: int) -> Iterator[list[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            largest = max(part.file_size for part in archive.infolist())
        if largest > LARGEST_PART:
            raise RuleViolation(_l("The sheet is too large when unpacked"), field="file")
        results: Iterator[Sequence[Any]] | None = None
        for number, row in enumerate(_sheet(content, data_only=False).iter_rows(max_row=most, max_col=MOST_COLUMNS), 1):
            formulas = [cell.data_type == "f" for cell in row]
            if results is None and any(formulas):
                saved = _sheet(content, data_only=True)
                results = saved.iter_rows(min_row=number, max_row=most, max_col=MOST_COLUMNS)
            values = [cell.value for cell in next(results)] if results else [cell.value for cell in row]
            yield [
                Formula(cell.value) if formula and (value is None or _is_error(value)) else _value(value)
                for cell, value, formula in zip(row, values, formulas, strict=True)
            ]
    except RuleViolation:
        raise
    except Exception:  # openpyxl passes on exceptions of its ZIP and XML parsers
        raise RuleViolation(UNREADABLE, field="file") from None


def _sheet(content: bytes, *, data_only: bool) -> Any:
    """Return the first sheet of a workbook that is not hidden; `data_only`: with the saved values of formulas."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)
    return next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")


def _is_error(value: Any) -> bool:
    """Whether a saved value is an error of the office program, such as "#REF!"."""
    return isinstance(value, str) and value.startswith("#")


def _of_csv(content: bytes) -> Iterator[list[Any]]:
    text = content.decode("utf-8-sig")
    beginning = text.splitlines()[:10]
    separator = max(";,\t", key=lambda sign: max((line.count(sign) for line in beginning), default=0))
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            yield list(row[:MOST_COLUMNS])
    except csv.Error:
        raise RuleViolation(UNREADABLE, field="file") from None


def _value(value: Any) -> Any:
    """Return the value of a cell as a date, a text or None."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if value is None or isinstance(value, date | str) else str(value)


def _text(value: str | None, *, keeps_lines: bool) -> str | None:
    """Return the text of a cell, None if it is empty; a text that begins with "=" is a formula."""
    if value is None:
        return None
    written = tidy(value[:LONGEST_CELL]) or ""
    lines = [" ".join(line.split()) for line in written.splitlines()] if keeps_lines else [" ".join(written.split())]
    text = "\n".join(line for line in lines if line)
    if isinstance(value, Formula) or text.startswith("="):
        return Formula(text)
    if text == "'" or text.startswith(QUOTED):
        text = text[1:]
    return text or None
