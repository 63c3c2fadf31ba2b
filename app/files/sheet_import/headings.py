"""The heading of a sheet: recognised by its labels, or assigned by hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from app.files.spreadsheets import Cell, columns_of
from app.web.forms import Form, options

WITHIN = 20
"""Number of rows among which the heading is."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a sheet: its row number, its texts by position, and the recognised columns by position."""

    row: int
    texts: list[str]
    places: dict[int, str]


def heading_of(
    rows: Sequence[Sequence[Cell]], columns: Mapping[str, Any], *, aliases: Mapping[str, str]
) -> Heading | None:
    """Return the heading: the row with most recognised columns, else the first with two texts; None without one."""
    best: Heading | None = None
    for number, row in enumerate(rows[:WITHIN], 1):
        texts = [written(cell)[:100] for cell in row]
        places = columns_of([text.removesuffix(")") for text in texts], columns, aliases=aliases)
        if sum(bool(text) for text in texts) >= 2 and (best is None or len(places) > len(best.places)):
            best = Heading(number, texts, places)
    return best


def written(cell: Cell) -> str:
    """Return the text of a cell; a day as YYYY-MM-DD."""
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


def place(value: Any) -> int | None:
    """Return the position of a column as it is submitted, or None."""
    return None if value in (None, "", "None") else int(value)


def offer_places(form: Form, columns: Mapping[str, Any], headings: Sequence[str]) -> None:
    """Set the choices of the fields that assign the columns."""
    texts = [(number, text) for number, text in enumerate(headings) if text]
    for name in columns:
        form[name].choices = options([("", _l("Not in the register")), *texts])


def check_places(form: Form, columns: Mapping[str, Any], required: Collection[str]) -> bool:
    """Return whether all required columns are assigned and none is assigned twice; else the fields have errors."""
    valid, taken = True, dict[int, str]()
    for name in columns:
        chosen, problem = form[name].data, None
        if chosen is None and name in required:
            problem = _l("Choose a column")
        elif chosen is not None and taken.setdefault(chosen, name) != name:
            problem = _l("This column is already chosen for: %(name)s", name=columns[taken[chosen]])
        if problem:
            form[name].errors = [*form[name].errors, problem]
            valid = False
    return valid
