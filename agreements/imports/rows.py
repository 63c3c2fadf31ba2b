"""The columns of a register of agreements, and its lines as parsed, without the database.

A line with a kind begins an agreement. A line without one adds an obligation to the agreement above it. Several
parties, and their numbers in the same order, are separated by semicolons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from agreements.clauses.rules import Frequency
from agreements.labels import FREQUENCIES, KINDS
from agreements.registry.models import AgreementKind
from app.clock import today
from app.files.sheet_import.headings import written
from app.files.spreadsheets import Cell, Formula, in_both_languages, rows_below
from app.web.forms import not_a_date
from app.web.written_times import read_date

COLUMNS = {
    "kind": _l("Kind"),
    "title": _l("What it is about"),
    "parties": _l("Parties"),
    "numbers": _l("Numbers"),
    "signed_on": _l("Signed on"),
    "effective_on": _l("In force from"),
    "expires_on": _l("Ends"),
    "obligation": _l("Obligation"),
    "debtor": _l("Who owes it"),
    "verifier": _l("Verifier"),
    "criteria": _l("Acceptance criteria"),
    "frequency": _l("How often"),
    "first_due": _l("First due date"),
}
ALIASES = {
    "jenis naskah": "kind",
    "judul": "title",
    "judul naskah": "title",
    "nama naskah": "title",
    "pihak": "parties",
    "mitra": "parties",
    "nomor naskah": "numbers",
    "no. naskah": "numbers",
    "tanggal penandatanganan": "signed_on",
    "tanggal tanda tangan": "signed_on",
    "tanggal mulai": "effective_on",
    "tanggal berakhir": "expires_on",
    "tanggal selesai": "expires_on",
    "penanggung jawab": "debtor",
    "tenggat": "first_due",
    "target": "first_due",
}
"""What registers write for columns, besides their labels, in lower case."""
LONGEST = {"parties": 2000, "numbers": 2000, "criteria": 4000}
REQUIRED = ("kind", "title", "parties")
AT_ONCE = 100
"""Number of lines up to which a register is read and imported in a request; a job does it for a longer one."""
MOST = 5000
"""Maximum number of lines. Each takes about 30 ms to be tried or imported."""
MOST_ON_SQLITE = 250
"""The same on SQLite: others wait for its only writer meanwhile, 10 s at most."""
DAYS = ("signed_on", "effective_on", "expires_on", "first_due")
SHORT = {"pks": AgreementKind.PERJANJIAN_KERJA_SAMA, "mou": AgreementKind.KESEPAKATAN_BERSAMA}
SHORT |= {"kb": AgreementKind.KESEPAKATAN_BERSAMA, "nota kesepakatan": AgreementKind.NOTA_KESEPAKATAN}
"""What registers write for kinds, besides their labels."""

M = TypeVar("M")


@dataclass
class RegisterRow:
    """A line of a register: its cells, their errors, and what importing it would change."""

    number: int
    cells: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    days: dict[str, date | None] = field(default_factory=dict)
    kind: AgreementKind | None = None
    frequency: Frequency = Frequency.ONCE
    is_known: bool = False
    """Whether the agreement of this line is there already."""
    changes: list[str] = field(default_factory=list)
    """Any of "agreement", "organisation", "obligation"; empty if nothing changes."""

    @property
    def begins(self) -> bool:
        """Whether the line begins an agreement."""
        return bool(self.cells["kind"] or self.cells["title"] or self.cells["parties"])

    @property
    def parties(self) -> list[str]:
        """Return the names of the parties, in order."""
        return [name for part in self.cells["parties"].split(";") if (name := " ".join(part.split()))]

    @property
    def numbers(self) -> list[str]:
        """Return the numbers of the parties, in the same order; an empty one for a party without a number."""
        written = self.cells["numbers"].split(";") if self.cells["numbers"] else []
        return [part.strip() for part in written]


def read_rows(rows: Sequence[Sequence[Cell]], heading: int, places: Mapping[int, str]) -> list[RegisterRow]:
    """Return the lines below the row number `heading`, without empty ones."""
    return [_row(line, cells) for line, cells in rows_below(rows, heading, places)]


def _row(number: int, cells: dict[str, Cell]) -> RegisterRow:
    texts = {name: written(cell) for name, cell in cells.items()}
    row = RegisterRow(number, {name: texts.get(name, "") for name in COLUMNS})
    for name, cell in cells.items():
        most = LONGEST.get(name, 200)
        if isinstance(cell, Formula):
            row.errors[name] = _("Write the value itself: formulas are not calculated")
        elif len(row.cells[name]) > most:
            row.errors[name] = _("Shorten this to at most %(max)d characters", max=most)
    for name in DAYS:
        row.days[name] = _day(row, name, cells.get(name))
    if row.begins:
        row.kind = _member(row, "kind", {one.value: word for one, word in KINDS.items()}, AgreementKind, SHORT)
        _check_agreement(row)
    if row.cells["obligation"]:
        words = {one.value: word for one, word in FREQUENCIES.items()}
        row.frequency = _member(row, "frequency", words, Frequency, {"": Frequency.ONCE}) or Frequency.ONCE
        _check_obligation(row)
    elif not row.begins:
        row.errors.setdefault("obligation", _("Write the obligation, or the agreement that begins here"))
    return row


def _check_agreement(row: RegisterRow) -> None:
    if not row.cells["title"]:
        row.errors.setdefault("title", _("Write what the agreement is about"))
    if len(row.parties) < 2:
        row.errors.setdefault("parties", _("Write at least two parties, separated by semicolons"))
    if len(row.numbers) > max(1, len(row.parties)):
        row.errors.setdefault("numbers", _("There are more numbers than parties"))


def _check_obligation(row: RegisterRow) -> None:
    for name, words in (
        ("debtor", _("Write which party owes it")),
        ("verifier", _("Write which party says whether it was kept")),
        ("first_due", _("Write the first due date")),
    ):
        if not row.cells[name]:
            row.errors.setdefault(name, words)


def _member(row: RegisterRow, name: str, words: Mapping[str, Any], members: type[M], more: Mapping[str, M]) -> M | None:
    """Return the member that a cell names by its value, its label in either language, or a word of `more`."""
    if name in row.errors:
        return None
    known = {value.casefold(): value for value in words} | in_both_languages(words)
    written = row.cells[name].casefold().strip()
    if written in more:
        return more[written]
    if written in known:
        return members(known[written])  # type: ignore[call-arg]
    row.errors[name] = _("Write one of: %(words)s", words=", ".join(str(word) for word in words.values()))
    return None


def _day(row: RegisterRow, name: str, cell: Cell) -> date | None:
    if cell is None or isinstance(cell, date) or name in row.errors:
        return cell if isinstance(cell, date) else None
    try:
        return read_date(str(cell), today=today())
    except ValueError:
        row.errors[name] = not_a_date(str(cell))
        return None
