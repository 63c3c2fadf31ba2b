"""Rules for the cells of a register: dates, percentages, states and names of organisations as offices write them."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

from app.web.written_times import read_date

FIRST_SERIAL = date(1899, 12, 30)
"""The day from which spreadsheet programs count days."""
SERIALS = range(20_000, 80_000)
"""Serial numbers that are dates, from 1954 to 2119; other numbers are no dates."""
PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*(%|persen|percent)?")
NEAREST = 3


class Kind(enum.Enum):
    """What importing a line does."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ENDED = "ended"
    WRONG = "wrong"


@dataclass(slots=True)
class Line:
    """A line of a register: its number, its cells by column, and what is wrong with them.

    `problems` are keys of `labels.PROBLEMS` with parameters, by column. `differs` are the values of a commitment that
    is already there, where the line has others: column, present value, value in the line.
    """

    number: int
    cells: dict[str, str]
    problems: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    due: date | None = None
    progress: int | None = None
    has_ended: bool = False
    kind: Kind = Kind.NEW
    code: str = ""
    differs: list[tuple[str, str, str]] = field(default_factory=list)

    def refuse(self, column: str, problem: str, **values: Any) -> None:
        """Note what is wrong with a cell; its first problem counts."""
        self.problems.setdefault(column, (problem, values))

    @property
    def shown(self) -> dict[str, Any]:
        """The line as stored for the preview."""
        return {
            "number": self.number,
            "cells": {name: text[:SHOWN] for name, text in self.cells.items()},
            "problems": {name: list(problem) for name, problem in self.problems.items()},
            "code": self.code,
            "differs": [list(one) for one in self.differs],
        }


SHOWN = 300
"""Characters of a cell that a preview shows."""


def read_day(written: str) -> date:
    """Return the day in a cell: as people write it with its year, or the serial number of a spreadsheet program.

    Raises ValueError for other text, and LookupError for a day without a year or relative to today.
    """
    if written.isdecimal() and len(written) == 5 and int(written) in SERIALS:
        return FIRST_SERIAL + timedelta(days=int(written))
    found, later = (read_date(written, today=today) for today in (date(2020, 1, 1), date(2090, 7, 1)))
    if found != later:
        raise LookupError("no year")
    return found


def read_percents(written: Sequence[str]) -> list[int | None]:
    """Return the percentages in the cells of a column, 0 for an empty one and None for what is none.

    Spreadsheet programs store 50 % as 0.5: in a column without a number above 1, numbers are shares of 1.
    """
    found = [PERCENT.fullmatch(text.casefold()) if text else None for text in written]
    values = [float(one[1].replace(",", ".")) if one else None for one in found]
    plain = [value for one, value in zip(found, values, strict=True) if one and value is not None and not one[2]]
    scale = 100 if plain and max(plain) <= 1 else 1
    percents: list[int | None] = []
    for text, one, value in zip(written, found, values, strict=True):
        number = 0 if not text else None if one is None or value is None else round(value if one[2] else value * scale)
        percents.append(number if number is not None and number <= 100 else None)
    return percents


RUNNING, ENDED = "running", "ended"
_WORDS = {
    RUNNING: "belum|belum dimulai|belum mulai|belum ditindaklanjuti|belum selesai|baru|rencana|diusulkan|diterima"
    "|proses|dalam proses|berjalan|sedang berjalan|sedang dikerjakan|dikerjakan|terhambat|terlambat|tertunda|ditunda"
    "|menunggu verifikasi|new|open|planned|proposed|accepted|not started|in progress|ongoing|blocked|late|overdue"
    "|pending|awaiting verification",
    ENDED: "selesai|sudah selesai|tuntas|terpenuhi|sudah ditindaklanjuti|ditutup|batal|dibatalkan|ditolak|digantikan"
    "|done|closed|completed|met|cancelled|canceled|declined|superseded",
}
STATES = {word: meaning for meaning, words in _WORDS.items() for word in words.split("|")}
"""What the words of a register's status mean: whether a follow-up is still to be done."""


def folded(text: str) -> str:
    """Return a text for comparison, without case, spaces and punctuation."""
    return "".join(one for one in text.casefold() if one.isalnum())


def nearest(written: str, names: Iterable[str]) -> list[str]:
    """Return the names that are most like what is written, at most `NEAREST`."""
    by_text = {folded(name): name for name in names}
    found = get_close_matches(folded(written)[:200], by_text, n=NEAREST, cutoff=0.5)
    return [by_text[one] for one in found]


def filled_down(rows: Sequence[Mapping[str, str]], columns: Iterable[str]) -> list[dict[str, str]]:
    """Return the rows with empty cells of `columns` as in the row above, as merged cells mean."""
    filled: list[dict[str, str]] = []
    for row in rows:
        above = filled[-1] if filled else {}
        filled.append({**row, **{name: row.get(name) or above.get(name, "") for name in columns if name in row}})
    return filled
