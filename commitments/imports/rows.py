"""The columns of a register, recognised by their headings, and its lines as parsed, without the database."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from flask_babel import lazy_gettext as _l

from app.files.sheet_import.headings import WITHIN, Heading, heading_of, written
from app.files.spreadsheets import Cell, Formula, in_both_languages, read, rows_below
from commitments.imports.rules import ENDED, STATES, Line, filled_down, folded, read_day, read_percents

MOST_ROWS = 50_000
"""Maximum number of lines of a register."""
MOST_STORED = 10_000
"""Maximum number of lines that SQLite stores: others wait for its only writer, 0.5 s for a thousand lines."""
AT_ONCE = 5_000
"""Number of lines up to which a register is read and stored in a request; a job does it for a longer one."""

COLUMNS = {
    "number": _l("Number in the register"),
    "title": _l("Follow-up"),
    "criteria": _l("Acceptance criteria"),
    "responsible": _l("Responsible organisation"),
    "verifier": _l("Verifier"),
    "due": _l("Due date"),
    "progress": _l("Progress"),
    "state": _l("Status"),
    "remarks": _l("Remarks"),
}
REQUIRED = ("title", "responsible", "due")
LONGEST = {"number": 100, "title": 200, "criteria": 4000, "remarks": 4000}
"""Maximum length of the cells of a column in characters; 200 for the others."""
MERGED = ("responsible", "verifier", "due")
"""Columns whose cells are often merged over several lines."""
EXAMPLE = _l("Example: Hand over the list of services")
"""The follow-up of the template's example, which is not imported."""

_OTHER_HEADINGS = {
    "number": "kmt|kode kmt|nomor kmt|kode|kode komitmen|nomor|nomor register|no register|nomor tindak lanjut"
    "|no. register|nomor komitmen|code|number|register number|reference",
    "title": "tindak lanjut|rencana tindak lanjut|uraian tindak lanjut|komitmen|isi komitmen|uraian|kegiatan|rtl"
    "|commitment|text of the commitment|action|follow up|task",
    "criteria": "kriteria|kriteria penerimaan|kriteria selesai|kriteria keberhasilan|ukuran keberhasilan|indikator"
    "|keluaran|output|criteria|deliverable",
    "responsible": "penanggung jawab|instansi penanggung jawab|penanggungjawab|pj|pic|pelaksana|opd|instansi"
    "|perangkat daerah|responsible|owner|responsible party",
    "verifier": "verifikator|instansi verifikator|pemverifikasi|verified by|verifikasi oleh",
    "due": "tenggat|jatuh tempo|tenggat waktu|batas waktu|target waktu|target selesai|tanggal jatuh tempo|deadline|due",
    "progress": "kemajuan|kemajuan (%|progres|progress (%|capaian|capaian (%|persentase|realisasi",
    "state": "keadaan|status tindak lanjut|status komitmen|state",
    "remarks": "keterangan|catatan|ket|remark|notes|note|comment",
}
ALIASES = {label: name for name, labels in _OTHER_HEADINGS.items() for label in labels.split("|")}
"""The names of columns by other headings, in lower case and without the signs that end them."""
NUMBERING = re.compile(r"\(?\d{1,2}\)?")


def read_heading(content: bytes, media_type: str) -> Heading | None:
    """Return the heading of a register, None if it has none. Raises RuleViolation if it is no sheet."""
    return heading_of(read(content, media_type, only_first=WITHIN, keeps_lines=True), COLUMNS, aliases=ALIASES)


def read_cells(
    content: bytes, media_type: str, *, most: int = MOST_ROWS, after_rows: Callable[[int], None] | None = None
) -> list[list[Cell]]:
    """Return the rows of a register. Raises RuleViolation, TooManyRows if it has more than `most`."""
    return read(content, media_type, most=most, keeps_lines=True, after_rows=after_rows)


def read_lines(
    rows: Sequence[Sequence[Cell]], heading: int, places: Mapping[int, str], *, fills_down: bool
) -> list[Line]:
    """Return the lines below the row number `heading`, without empty ones, a numbering of columns and the example."""
    found = rows_below(rows, heading, places)
    found = [(number, cells) for number, cells in found if not _is_numbering(rows[number - 1])]
    examples = in_both_languages({"": EXAMPLE})
    states = {folded(word): meaning for word, meaning in STATES.items()}
    texts = [{name: written(cell) for name, cell in cells.items()} for _number, cells in found]
    if fills_down:
        texts = filled_down(texts, MERGED)
    percents = read_percents([cells.get("progress", "") for cells in texts])
    lines = []
    for (number, cells), words, percent in zip(found, texts, percents, strict=True):
        line = Line(number, {name: words.get(name, "") for name in COLUMNS}, progress=percent)
        if line.cells["title"].casefold() in examples or not any(line.cells.values()):
            continue
        _check(line, cells, states)
        lines.append(line)
    return lines


def _is_numbering(row: Sequence[Cell]) -> bool:
    """Whether a row numbers the columns, as under the heading of official tables: (1), (2), (3)."""
    texts = [written(cell) for cell in row if cell]
    numbers = [int(text.strip("()")) for text in texts if NUMBERING.fullmatch(text)]
    return len(texts) >= 3 and numbers == list(range(1, len(texts) + 1))


def _check(line: Line, cells: Mapping[str, Cell], states: Mapping[str, str]) -> None:
    """Note what is wrong with the cells of a line by themselves."""
    for name, cell in cells.items():
        most = LONGEST.get(name, 200)
        if isinstance(cell, Formula):
            line.refuse(name, "formula")
        elif len(line.cells[name]) > most:
            line.refuse(name, "long", most=most)
    for name in REQUIRED:
        if not line.cells[name]:
            line.refuse(name, "empty")
    line.cells["title"] = " ".join(line.cells["title"].split())
    if line.progress is None:
        line.refuse("progress", "percent")
    if line.cells["due"] and "due" not in line.problems:
        _read_due(line)
    if line.cells["state"] and "state" not in line.problems:
        known = states.get(folded(line.cells["state"]))
        line.has_ended = known == ENDED
        if known is None:
            line.refuse("state", "state")


def _read_due(line: Line) -> None:
    try:
        line.due = read_day(line.cells["due"])
    except LookupError:
        line.refuse("due", "year")
    except ValueError:
        line.refuse("due", "date")
