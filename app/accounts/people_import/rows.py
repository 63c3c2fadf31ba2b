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

MOST_ROWS = 500
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
class ImportRow:
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


def read_rows(table: Sequence[Sequence[Cell]]) -> list[ImportRow]:
    """Return the lines below the heading, without empty ones and the example.

    Raises RuleViolation if there is no heading, no line, or too many.
    """
    rows = [_row(number, cells) for number, cells in rows_below_heading(table, COLUMNS, required="organisation")]
    rows = [row for row in rows if row.cells["organisation"].casefold() not in in_both_languages({"": EXAMPLE})]
    if not rows:
        raise RuleViolation(_("There is no line below the heading"), field="file")
    if len(rows) > MOST_ROWS:
        raise RuleViolation(_("The sheet has more than %(most)s rows", most=MOST_ROWS), field="file")
    _mark_repeated(rows)
    return rows


def _row(number: int, cells: dict[str, Cell]) -> ImportRow:
    row = ImportRow(number, {name: _written(cell) for name, cell in cells.items()})
    for name, cell in cells.items():
        longest = LONGEST.get(name, 200)
        if isinstance(cell, Formula):
            row.errors[name] = _("Write the value itself: formulas are not calculated")
        elif len(row.cells[name]) > longest:
            row.errors[name] = _("Shorten this to at most %(max)d characters", max=longest)
    row.cells = {name: row.cells.get(name, "") for name in COLUMNS}
    row.cells["email"] = row.cells["email"].lower()
    _check_required(row)
    _check_contacts(row)
    sector = _one_of(row, "sector", SECTOR_NAMES)
    row.sector = Sector(sector) if sector else None
    row.language = _one_of(row, "language", LANGUAGES)
    row.roles = _roles(row)
    row.invites = _one_of(row, "invite", ANSWERS) == "yes"
    if row.invites and not row.cells["email"]:
        row.errors.setdefault("email", _("Write the address to which the invitation goes"))
    return row


def _check_required(row: ImportRow) -> None:
    if not row.cells["organisation"] and not row.cells["short_name"]:
        row.errors.setdefault("organisation", _("Write the organisation"))
    about_person = ("position", "email", "phone", "language", "roles")
    if not row.cells["name"] and any(row.cells[name] for name in about_person):
        row.errors.setdefault("name", _("Write the name"))


def _check_contacts(row: ImportRow) -> None:
    email, phone = row.cells["email"], row.cells["phone"]
    if email and not is_email(email):
        row.errors.setdefault("email", _("Write the address as name@organisation.go.id"))
    if phone and not is_phone(phone):
        row.errors.setdefault("phone", _("Write the number with digits, such as +62 812 3456 7890"))


def _mark_repeated(rows: Sequence[ImportRow]) -> None:
    first: dict[str, int] = {}
    for row in rows:
        email = row.cells["email"]
        if email and first.setdefault(email, row.number) != row.number:
            row.errors.setdefault("email", _("This address is already in line %(number)d", number=first[email]))


def _written(cell: Cell) -> str:
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


def _one_of(row: ImportRow, column: str, labels: dict[str, str]) -> str | None:
    """Return the key of the label in a cell, or None if the cell is empty or wrong."""
    written = row.cells[column]
    if not written or column in row.errors:
        return None
    found = ({key.casefold(): key for key in labels} | in_both_languages(labels)).get(written.casefold())
    if found is None:
        allowed = ", ".join(str(label) for label in labels.values())
        row.errors[column] = _("Write one of: %(roles)s", roles=allowed)
    return found


def _roles(row: ImportRow) -> frozenset[str]:
    """Return the roles in a cell, which are separated by commas."""
    if "roles" in row.errors:
        return frozenset()
    known = {role: role for role in ROLE_NAMES} | in_both_languages(ROLE_NAMES)
    written = [part.strip().casefold() for part in re.split(r"[,;/]", row.cells["roles"]) if part.strip()]
    if any(part not in known for part in written):
        names = ", ".join(str(name) for name in ROLE_NAMES.values())
        row.errors["roles"] = _("Write one or more of these, with commas between: %(roles)s", roles=names)
        return frozenset()
    return frozenset(known[part] for part in written)
