"""What an import does, line by line. A preview runs the import and rolls it back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.database import db
from app.errors import RuleViolation
from app.files.sheet_import.stages import OUTDATED


class SheetRow(Protocol):
    """A line of a sheet: its number and cells, the errors by column, and the kinds of changes that it makes."""

    number: int
    cells: dict[str, str]
    errors: dict[str, str]
    changes: list[str]


L = TypeVar("L", bound=SheetRow)


@dataclass
class Outcome(Generic[L]):
    """The lines with their errors and changes, and the names of what is missing from the sheet and stays as it is."""

    lines: Sequence[L]
    missing: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> list[L]:
        """The lines with errors."""
        return [row for row in self.lines if row.errors]

    @property
    def changing(self) -> list[L]:
        """The lines that change something."""
        return [row for row in self.lines if row.changes]

    @property
    def mark(self) -> str:
        """A digest that identifies the outcome."""
        entries = [[row.number, row.cells, row.errors, row.changes] for row in self.lines]
        return hashlib.sha256(json.dumps([entries, self.missing]).encode()).hexdigest()[:32]

    def count(self, change: str) -> int:
        """Return how many lines make one kind of change."""
        return sum(change in row.changes for row in self.lines)


def preview(run: Callable[[], Outcome[L]]) -> Outcome[L]:
    """Return the outcome of an import, without keeping it."""
    with db.session.begin_nested() as savepoint:
        outcome = run()
        savepoint.rollback()
    db.session.expire_all()
    return outcome


def confirm(run: Callable[[], Outcome[L]], *, seen: str | None) -> Outcome[L]:
    """Run an import if its outcome has the mark that was `seen` (None: any), and return the outcome.

    Raises RuleViolation, with nothing imported, if the outcome differs or a line has errors.
    """
    with db.session.begin_nested() as savepoint:
        outcome = run()
        violation = _violation(outcome, seen)
        if violation:
            savepoint.rollback()
    if violation:
        db.session.expire_all()
        raise RuleViolation(violation)
    return outcome


def _violation(outcome: Outcome[L], seen: str | None) -> LazyString | None:
    if outcome.wrong:
        return _l("Nothing was imported: correct the marked cells first")
    if seen is not None and seen != outcome.mark:
        return OUTDATED
    return None
