"""The import of a spreadsheet, which adds and changes and removes nothing; a preview is rolled back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app import audit
from app.accounts.models import Person
from app.accounts.people_import.row_import import import_row
from app.accounts.people_import.rows import ImportRow
from app.database import db
from app.errors import RuleViolation
from app.files.sheet_import.outcomes import Outcome, confirm, preview


def attempt(rows: Sequence[ImportRow], *, by: Person, at: datetime) -> Outcome[ImportRow]:
    """Return the outcome of importing the lines, without keeping it."""
    return preview(lambda: _take(rows, by=by, at=at))


def take_in(rows: Sequence[ImportRow], *, seen: str | None, by: Person, at: datetime) -> Outcome[ImportRow]:
    """Import all lines if the outcome is the one that was `seen` (None: any).

    Raises RuleViolation, with nothing imported, if the outcome differs or a line has errors.
    """
    outcome = confirm(lambda: _take(rows, by=by, at=at), seen=seen)
    audit.record("person.imported", by, by=by, at=at, lines=len(outcome.changing))
    return outcome


def _take(rows: Sequence[ImportRow], *, by: Person, at: datetime) -> Outcome[ImportRow]:
    for row in rows:
        if row.errors:
            continue
        try:
            with db.session.begin_nested():
                import_row(row, by=by, at=at)
        except RuleViolation as violation:
            row.changes.clear()
            column = violation.field if violation.field in row.cells else "name"
            row.errors[column] = str(violation.message)
    return Outcome(rows)
