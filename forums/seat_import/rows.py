"""The columns of the sheet, and its lines as parsed, without the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import Person
from app.clock import today
from app.files.spreadsheets import Cell, Formula, in_both_languages, rows_below_heading
from app.web.forms import is_email, not_a_date
from app.web.written_times import read_date
from forums.scheduling.labels import ROLES
from forums.scheduling.models import ForumRole

COLUMNS = {
    "organisation": _l("Organisation"),
    "name": _l("Name"),
    "position": _l("Position"),
    "email": _l("E-mail address"),
    "phone": _l("Telephone"),
    "role": _l("Role"),
    "since": _l("First day"),
    "until": _l("Last day"),
}
LONGEST = {"name": 200, "position": 200, "email": 254, "phone": 40}


@dataclass
class ImportRow:
    """One line of the sheet: its cells, their errors, and what importing it would change."""

    number: int
    cells: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    role: ForumRole | None = None
    since: date | None = None
    until: date | None = None
    changes: list[str] = field(default_factory=list)
    """Any of "seat", "person", "participant", "role", "until"; empty if nothing changes."""
    person: Person | None = None


def read_rows(table: Sequence[Sequence[Cell]]) -> list[ImportRow]:
    """Return the lines below the heading, without empty ones. Raises RuleViolation if there is no heading."""
    return [_row(number, cells) for number, cells in rows_below_heading(table, COLUMNS, required="organisation")]


def _row(number: int, cells: dict[str, Cell]) -> ImportRow:
    row = ImportRow(number, {name: _written(cell) for name, cell in cells.items()})
    for name, cell in cells.items():
        if isinstance(cell, Formula):
            row.errors[name] = _("Write the value itself: formulas are not calculated")
        elif len(row.cells[name]) > LONGEST.get(name, 200):
            row.errors[name] = _("Shorten this to at most %(max)d characters", max=LONGEST.get(name, 200))
    row.cells = {name: row.cells.get(name, "") for name in COLUMNS}
    row.cells["email"] = row.cells["email"].lower()
    if not row.cells["organisation"]:
        row.errors.setdefault("organisation", _("Write the organisation"))
    if row.cells["email"] and "email" not in row.errors and not is_email(row.cells["email"]):
        row.errors["email"] = _("Write the address as name@organisation.go.id")
    if row.cells["email"] and not row.cells["name"]:
        row.errors.setdefault("name", _("Write the name"))
    row.role = _role(row)
    row.since, row.until = _day(row, "since", cells), _day(row, "until", cells)
    return row


def _written(cell: Cell) -> str:
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


def _role(row: ImportRow) -> ForumRole | None:
    """Return the role in a line, or None if it has none."""
    written = row.cells["role"]
    if not written or "role" in row.errors:
        return None
    known = {role.value: role for role in ForumRole}
    labels = in_both_languages({one.value: ROLES[one] for one in ROLES})
    known |= {label: ForumRole(value) for label, value in labels.items()}
    role = known.get(written.casefold())
    if role is None:
        roles = ", ".join(str(label) for label in ROLES.values())
        row.errors["role"] = _("Write one of: %(roles)s", roles=roles)
    return role


def _day(row: ImportRow, name: str, cells: dict[str, Cell]) -> date | None:
    cell = cells.get(name)
    if cell is None or isinstance(cell, date) or name in row.errors:
        return cell if isinstance(cell, date) else None
    try:
        return read_date(cell, today=today())
    except ValueError:
        row.errors[name] = not_a_date(cell)
        return None
