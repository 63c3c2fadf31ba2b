"""The columns of the sheet, and its lines as parsed, without the database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.people.forms import ROLE_NAMES
from app.accounts.sign_in.forms import LANGUAGES
from app.errors import RuleViolation
from app.files.spreadsheets import Cell, Formula, in_both_languages, rows_below_heading
from app.organisations.models import Sector
from app.web.forms import is_email, is_phone
from app.web.status_labels import SECTORS

MOST_LINES = 500
"""Maximum number of lines of a sheet: each is imported, and checked, by itself."""

COLUMNS = {
    "organisation": _l("Organisation"),
    "short_name": _l("Short name"),
    "sector": _l("Sector"),
    "name": _l("Name"),
    "position": _l("Position"),
    "email": _l("E-mail address"),
    "phone": _l("Telephone"),
    "language": _l("Language"),
    "roles": _l("Roles"),
    "invite": _l("Invite"),
}
LONGEST = {"short_name": 40, "email": 254, "phone": 40}
EXAMPLE = _l("Example: Department of Communication")
"""The organisation of the template's example, which is not imported."""
ANSWERS = {"yes": _l("yes"), "no": _l("no")}
SECTOR_NAMES = {value: name for value, (_letter, name) in SECTORS.items()}


@dataclass
class Line:
    """One line of the sheet: its cells, their errors, and what importing it would change."""

    number: int
    cells: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    sector: Sector | None = None
    language: str | None = None
    roles: frozenset[str] = frozenset()
    invites: bool = False
    changes: list[str] = field(default_factory=list)
    """Any of "organisation", "short_name", "person", "facts", "roles", "roles_asked", "invitation"."""


def read_lines(rows: Sequence[Sequence[Cell]]) -> list[Line]:
    """Return the lines below the heading, without empty ones and the example.

    Raises RuleViolation if there is no heading, no line, or too many.
    """
    lines = [_line(number, cells) for number, cells in rows_below_heading(rows, COLUMNS, required="organisation")]
    lines = [line for line in lines if line.cells["organisation"].casefold() not in in_both_languages({"": EXAMPLE})]
    if not lines:
        raise RuleViolation(_("There is no line below the heading"), field="file")
    if len(lines) > MOST_LINES:
        raise RuleViolation(_("The sheet has more than %(most)s rows", most=MOST_LINES), field="file")
    _mark_repeated(lines)
    return lines


def _line(number: int, cells: dict[str, Cell]) -> Line:
    line = Line(number, {name: _written(cell) for name, cell in cells.items()})
    for name, cell in cells.items():
        longest = LONGEST.get(name, 200)
        if isinstance(cell, Formula):
            line.errors[name] = _("Write the value itself: formulas are not calculated")
        elif len(line.cells[name]) > longest:
            line.errors[name] = _("Shorten this to at most %(max)d characters", max=longest)
    line.cells = {name: line.cells.get(name, "") for name in COLUMNS}
    line.cells["email"] = line.cells["email"].lower()
    _check_required(line)
    _check_contacts(line)
    sector = _one_of(line, "sector", SECTOR_NAMES)
    line.sector = Sector(sector) if sector else None
    line.language = _one_of(line, "language", LANGUAGES)
    line.roles = _roles(line)
    line.invites = _one_of(line, "invite", ANSWERS) == "yes"
    if line.invites and not line.cells["email"]:
        line.errors.setdefault("email", _("Write the address to which the invitation goes"))
    return line


def _check_required(line: Line) -> None:
    if not line.cells["organisation"] and not line.cells["short_name"]:
        line.errors.setdefault("organisation", _("Write the organisation"))
    about_person = ("position", "email", "phone", "language", "roles")
    if not line.cells["name"] and any(line.cells[name] for name in about_person):
        line.errors.setdefault("name", _("Write the name"))


def _check_contacts(line: Line) -> None:
    email, phone = line.cells["email"], line.cells["phone"]
    if email and not is_email(email):
        line.errors.setdefault("email", _("Write the address as name@organisation.go.id"))
    if phone and not is_phone(phone):
        line.errors.setdefault("phone", _("Write the number with digits, such as +62 812 3456 7890"))


def _mark_repeated(lines: Sequence[Line]) -> None:
    first: dict[str, int] = {}
    for line in lines:
        email = line.cells["email"]
        if email and first.setdefault(email, line.number) != line.number:
            line.errors.setdefault("email", _("This address is already in line %(number)d", number=first[email]))


def _written(cell: Cell) -> str:
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


def _one_of(line: Line, column: str, labels: dict[str, str]) -> str | None:
    """Return the key of the label in a cell, or None if the cell is empty or wrong."""
    written = line.cells[column]
    if not written or column in line.errors:
        return None
    found = ({key.casefold(): key for key in labels} | in_both_languages(labels)).get(written.casefold())
    if found is None:
        allowed = ", ".join(str(label) for label in labels.values())
        line.errors[column] = _("Write one of: %(roles)s", roles=allowed)
    return found


def _roles(line: Line) -> frozenset[str]:
    """Return the roles in a cell, which are separated by commas."""
    if "roles" in line.errors:
        return frozenset()
    known = {role: role for role in ROLE_NAMES} | in_both_languages(ROLE_NAMES)
    written = [part.strip().casefold() for part in re.split(r"[,;/]", line.cells["roles"]) if part.strip()]
    if any(part not in known for part in written):
        names = ", ".join(str(name) for name in ROLE_NAMES.values())
        line.errors["roles"] = _("Write one or more of these, with commas between: %(roles)s", roles=names)
        return frozenset()
    return frozenset(known[part] for part in written)
