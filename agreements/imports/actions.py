"""Actions: upload a register of agreements, assign its columns, and import it as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from agreements.imports import lines
from agreements.imports.models import AgreementImport
from agreements.imports.queries import locked
from agreements.imports.rows import ALIASES, AT_ONCE, COLUMNS, MOST, MOST_ON_SQLITE, REQUIRED, RegisterRow, read_rows
from app import audit
from app.accounts.models import Person
from app.database import db
from app.errors import RuleViolation
from app.files.sheet_import.headings import WITHIN, heading_of
from app.files.sheet_import.outcomes import Outcome
from app.files.sheet_import.stages import OUTDATED, Stage, require_stage
from app.files.sheet_import.uploads import content_of, keep_sheet
from app.files.spreadsheets import Cell, TooManyRows, read
from app.organisations.models import Sector

SHOWN = 200
"""Number of lines that a preview shows, those with errors first."""
COUNTED = ("agreement", "organisation", "obligation")


def most_lines() -> int:
    """Return the maximum number of lines of a register in the database that is used."""
    return MOST_ON_SQLITE if db.engine.dialect.name == "sqlite" else MOST


def begin(upload: FileStorage | None, sector: Sector | None, *, by: Person, at: datetime) -> AgreementImport:
    """Store a register, and preview it if its columns are recognised. Raises RuleViolation if it is no sheet."""
    file = keep_sheet(upload, by=by, at=at)
    heading = heading_of(read(content_of(file), file.media_type, only_first=WITHIN), COLUMNS, aliases=ALIASES)
    if heading is None:
        raise RuleViolation(_l("The sheet has no heading: name the columns in its first row"), field="file")
    imported = AgreementImport(
        file=file,
        created_by=by,
        created_at=at,
        stage=Stage.COLUMNS,
        headings=heading.texts,
        heading_row=heading.row,
        places={name: place for place, name in heading.places.items()},
        sector=sector,
        outcome={},
    )
    db.session.add(imported)
    audit.record("agreement_import.uploaded", imported, by=by, at=at, sha256=file.sha256)
    if all(name in imported.places for name in REQUIRED):
        assign(imported, imported.places, sector, by=by, at=at)
    return imported


def assign(
    imported: AgreementImport, places: Mapping[str, int], sector: Sector | None, *, by: Person, at: datetime
) -> None:
    """Set how a register is read, and preview it, at once or by the job. Raises RuleViolation."""
    locked(imported.id)
    require_stage(imported, Stage.COLUMNS, Stage.PREVIEW, Stage.FAILED)
    imported.places, imported.sector = dict(places), sector
    imported.failure, imported.rows_read = "", 0
    db.session.flush()
    try:
        cells = _cells_of(imported)
    except TooManyRows:
        imported.stage = Stage.READING
    else:
        look(imported, cells, by=by, at=at)


def parsed(imported: AgreementImport, cells: Sequence[Sequence[Cell]]) -> list[RegisterRow]:
    """Return the lines in the rows of a register, with its columns as assigned."""
    return read_rows(cells, imported.heading_row, {place: name for name, place in imported.places.items()})


def look(imported: AgreementImport, cells: Sequence[Sequence[Cell]], *, by: Person, at: datetime) -> None:
    """Preview the import of the rows of a register. Raises RuleViolation if it has no line or too many."""
    rows = parsed(imported, cells)
    if not rows:
        raise RuleViolation(_l("There is no line below the heading"))
    if len(rows) > (most := most_lines()):
        raise RuleViolation(_l("The sheet has more than %(max)d lines. Split it", max=most))
    outcome = lines.attempt(rows, imported.sector, by=by, at=at)
    shown = sorted(outcome.lines, key=lambda row: not row.errors)[:SHOWN]
    imported.stage, imported.rows_read = Stage.PREVIEW, len(rows)
    imported.outcome = {"counts": _counts(outcome), "mark": outcome.mark, "lines": [_shown(row) for row in shown]}


def confirm(imported: AgreementImport, *, seen: str | None, by: Person, at: datetime) -> bool:
    """Import a previewed register as a whole, at once or by the job, and return True.

    If it would do something else than was previewed, preview it again and return False. Raises RuleViolation if
    another preview was `seen` (None: any), or lines have errors.
    """
    locked(imported.id)
    require_stage(imported, Stage.PREVIEW)
    counts = imported.outcome["counts"]
    if seen is not None and seen != imported.outcome["mark"]:
        raise RuleViolation(OUTDATED)
    if counts["wrong"]:
        raise RuleViolation(_l("Nothing was imported: correct the marked cells first"))
    if not counts["agreement"]:
        raise RuleViolation(_l("There is nothing to import"))
    imported.failure = ""
    try:
        cells = _cells_of(imported)
    except TooManyRows:
        imported.stage = Stage.STORING
        return True
    return store(imported, cells, by=by, at=at)


def store(imported: AgreementImport, cells: Sequence[Sequence[Cell]], *, by: Person, at: datetime) -> bool:
    """Import the lines and return True; if they do not give what was previewed, preview them again and return False.

    The caller has locked the import.
    """
    require_stage(imported, Stage.PREVIEW, Stage.STORING)
    try:
        outcome = lines.take_in(parsed(imported, cells), imported.sector, seen=imported.outcome["mark"], by=by, at=at)
    except RuleViolation:
        look(imported, cells, by=by, at=at)
        return False
    counts = _counts(outcome)
    imported.stage, imported.outcome, imported.done_at = Stage.DONE, {"counts": counts}, at
    told: dict[str, Any] = {f"{name}s": counts[name] for name in COUNTED}
    audit.record("agreement_import.done", imported, by=by, at=at, sha256=imported.file.sha256, **told)
    return True


def _cells_of(imported: AgreementImport) -> list[list[Cell]]:
    """Return the rows of a register. Raises TooManyRows if it is one for the job."""
    return read(content_of(imported.file), imported.file.media_type, most=AT_ONCE)


def _counts(outcome: Outcome[RegisterRow]) -> dict[str, int]:
    found = {name: sum(row.changes.count(name) for row in outcome.lines) for name in COUNTED}
    return {**found, "known": sum(row.is_known for row in outcome.lines), "wrong": len(outcome.wrong)}


def _shown(row: RegisterRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "cells": {name: text[:300] for name, text in row.cells.items()},
        "errors": dict(row.errors),
        "changes": list(row.changes),
        "is_known": row.is_known,
    }
