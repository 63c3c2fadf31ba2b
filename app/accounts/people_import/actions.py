"""The import of a spreadsheet, which adds and changes and removes nothing; a preview is rolled back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app import audit
from app.accounts.models import Person
from app.accounts.people_import.lines import take_line
from app.accounts.people_import.rows import Line
from app.database import db
from app.errors import RuleViolation


class RolledBack(Exception):
    """Raised to roll back a preview or a refused import."""


@dataclass
class Outcome:
    """The lines with their errors and changes."""

    lines: Sequence[Line]

    @property
    def wrong(self) -> list[Line]:
        """The lines with errors."""
        return [line for line in self.lines if line.errors]

    @property
    def changing(self) -> list[Line]:
        """The lines that change something."""
        return [line for line in self.lines if line.changes]

    @property
    def mark(self) -> str:
        """A digest that identifies the outcome."""
        entries = [[line.number, line.cells, line.errors, line.changes] for line in self.lines]
        return hashlib.sha256(json.dumps(entries).encode()).hexdigest()[:32]

    def count(self, change: str) -> int:
        """Return how many lines make one kind of change."""
        return sum(change in line.changes for line in self.lines)


def attempt(lines: Sequence[Line], *, by: Person, at: datetime) -> Outcome:
    """Return the outcome of importing the lines, without keeping it."""
    tried: list[Outcome] = []
    try:
        with db.session.begin_nested():
            tried.append(_take(lines, by=by, at=at))
            raise RolledBack
    except RolledBack:
        db.session.expire_all()
    return tried[0]


def take_in(lines: Sequence[Line], *, seen: str | None, by: Person, at: datetime) -> Outcome:
    """Import all lines if the outcome is the one that was `seen` (None: any).

    Raises RuleViolation, with nothing imported, if the outcome differs or a line has errors.
    """
    why = None
    try:
        with db.session.begin_nested():
            outcome = _take(lines, by=by, at=at)
            if outcome.wrong:
                why = _l("Nothing was imported: mend the marked cells first")
            elif seen is not None and seen != outcome.mark:
                why = _l("Something changed meanwhile. Look again, then confirm.")
            if why:
                raise RolledBack
    except RolledBack:
        db.session.expire_all()
        raise RuleViolation(why) from None
    audit.record("person.imported", by, by=by, at=at, lines=len(outcome.changing))
    return outcome


def _take(lines: Sequence[Line], *, by: Person, at: datetime) -> Outcome:
    for line in lines:
        if line.errors:
            continue
        try:
            with db.session.begin_nested():
                take_line(line, by=by, at=at)
        except RuleViolation as violation:
            line.changes.clear()
            column = violation.field if violation.field in line.cells else "name"
            line.errors[column] = str(violation.message)
    return Outcome(lines)
