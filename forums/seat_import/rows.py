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
class Line:
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


def read_lines(rows: Sequence[Sequence[Cell]]) -> list[Line]:
    """Return the lines below the heading, without empty ones. Raises RuleViolation if there is no heading."""
    return [_line(number, cells) for number, cells in rows_below_heading(rows, COLUMNS, required="organisation")]


def _line(number: int, cells: dict[str, Cell]) -> Line:
    line = Line(number, {name: _written(cell) for name, cell in cells.items()})
    for name, cell in cells.items():
        if isinstance(cell, Formula):
            line.errors[name] = _("Write the value itself: formulas are not calculated")
        elif len(line.cells[name]) > LONGEST.get(name, 200):
            line.errors[name] = _("Shorten this to at most %(max)d characters", max=LONGEST.get(name, 200))
    line.cells = {name: line.cells.get(name, "") for name in COLUMNS}
    line.cells["email"] = line.cells["email"].lower()
    if not line.cells["organisation"]:
        line.errors.setdefault("organisation", _("Write the organisation"))
    if line.cells["email"] and "email" not in line.errors and not is_email(line.cells["email"]):
        line.errors["email"] = _("Write the address as name@organisation.go.id")
    if line.cells["email"] and not line.cells["name"]:
        line.errors.setdefault("name", _("Write the name"))
    line.role = _role(line)
    line.since, line.until = _day(line, "since", cells), _day(line, "until", cells)
    return line


def _written(cell: Cell) -> str:
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


def _role(line: Line) -> ForumRole | None:
    """Return the role in a line, or None if it has none."""
    written = line.cells["role"]
    if not written or "role" in line.errors:
        return None
    known = {role.value: role for role in ForumRole}
    labels = in_both_languages({one.value: ROLES[one] for one in ROLES})
    known |= {label: ForumRole(value) for label, value in labels.items()}
    role = known.get(written.casefold())
    if role is None:
        roles = ", ".join(str(label) for label in ROLES.values())
        line.errors["role"] = _("Write one of: %(roles)s", roles=roles)
    return role


def _day(line: Line, name: str, cells: dict[str, Cell]) -> date | None:
    cell = cells.get(name)
    if cell is None or isinstance(cell, date) or name in line.errors:
        return cell if isinstance(cell, date) else None
    try:
        return read_date(cell, today=today())
    except ValueError:
        line.errors[name] = not_a_date(cell)
        return None
