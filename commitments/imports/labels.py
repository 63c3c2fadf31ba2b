"""Labels of imports: what is wrong with cells, what happens to lines, and how far an import is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from babel.dates import format_date
from flask import Flask
from flask_babel import lazy_gettext as _l

from app import audit
from app.files.sheet_import.stages import Stage
from app.mail import outbox
from app.web.i18n import language
from commitments.imports.models import RegisterImport
from commitments.imports.rows import COLUMNS
from commitments.imports.rules import Kind

PROBLEMS = {
    "formula": _l("This formula has no saved value. Open the sheet, save it again, or write the value itself"),
    "long": _l("Shorten this to at most %(most)s characters"),
    "empty": _l("This is missing"),
    "percent": _l("Write a number from 0 to 100"),
    "date": _l("Write a day such as 12 November 2026 or 12/11/2026"),
    "year": _l("Write the year too, such as 12 November 2026"),
    "past": _l("This date is past. Correct it, or record the register as already accepted"),
    "state": _l("This status is not known. Write, for example, “in progress” or “done”"),
    "unknown": _l("No organisation of this forum or agreement is called this. Similar: %(names)s"),
    "nobody": _l("No organisation of this forum or agreement is called this"),
    "several": _l("Several organisations have this name. Write the full name"),
    "own": _l("Name another verifier: nobody verifies their own delivery"),
    "repeated": _l("Line %(line)s has the same follow-up"),
}
KINDS = {
    Kind.WRONG: _l("With errors"),
    Kind.NEW: _l("New"),
    Kind.CHANGED: _l("Already there, with differences"),
    Kind.UNCHANGED: _l("Already there, unchanged"),
    Kind.ENDED: _l("Ended in the register"),
}
STAGES = {
    Stage.COLUMNS: ("warn", "empty", _l("Columns to assign")),
    Stage.READING: ("running", "wait", _l("Being read")),
    Stage.PREVIEW: ("warn", "eye", _l("To confirm")),
    Stage.STORING: ("running", "wait", _l("Being imported")),
    Stage.DONE: ("good", "done", _l("Imported")),
    Stage.FAILED: ("bad", "error", _l("Failed")),
}
"""Tone, icon and label."""


def init_app(app: Flask) -> None:
    """Register the labels of audit rows and mails, and those of templates."""
    audit.call(RegisterImport, _l("import of a register"))
    audit.describe("register_import.uploaded", _l("uploaded a register"))
    audit.describe("register_import.done", _l("imported a register"))
    audit.label_details(
        {
            "new": _l("New"),
            "unchanged": _l("Already there, unchanged"),
            "different": _l("Already there, with differences"),
            "ended": _l("Ended in the register"),
            "wrong": _l("Left out, with errors"),
            "reports": _l("Progress recorded"),
        }
    )
    outbox.describe("commitments/imported", _l("Proposed from a register"), asks=True)
    outbox.describe("commitments/import_worked", _l("Register of follow-ups"))
    outbox.describe("commitments/imported_on_behalf", _l("Recorded from a register"))
    app.jinja_env.globals.update(
        import_problem=problem,
        import_kind=KINDS.__getitem__,
        import_stage=STAGES.__getitem__,
        import_column=COLUMNS.__getitem__,
        import_value=value,
    )


def problem(found: Sequence[Any]) -> str:
    """Return what is wrong with a cell, from the key of a problem and its parameters."""
    key, values = found
    return str(PROBLEMS[key]) % dict(values) if values else str(PROBLEMS[key])


def value(column: str, text: str) -> str:
    """Return the value of a column as the reader writes it: a day in words."""
    return format_date(date.fromisoformat(text), "d MMMM y", locale=language()) if column == "due" and text else text
