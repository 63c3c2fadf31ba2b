"""The import of a spreadsheet, which adds and changes and removes nothing; a preview is rolled back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app import audit
from app.accounts.models import Person
from app.accounts.people_import.lines import take_line
from app.accounts.people_import.rows import Line
from app.database import db
from app.errors import RuleViolation
from app.files.sheet_import.outcomes import Outcome, confirm, preview


def attempt(lines: Sequence[Line], *, by: Person, at: datetime) -> Outcome[Line]:
    """Return the outcome of importing the lines, without keeping it."""
    return preview(lambda: _take(lines, by=by, at=at))


def take_in(lines: Sequence[Line], *, seen: str | None, by: Person, at: datetime) -> Outcome[Line]:
    """Import all lines if the outcome is the one that was `seen` (None: any).

    Raises RuleViolation, with nothing imported, if the outcome differs or a line has errors.
    """
    outcome = confirm(lambda: _take(lines, by=by, at=at), seen=seen)
    audit.record("person.imported", by, by=by, at=at, lines=len(outcome.changing))
    return outcome


def _take(lines: Sequence[Line], *, by: Person, at: datetime) -> Outcome[Line]:
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
