"""Actions: upload a register, assign its columns, and import it as a whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from app import audit
from app.accounts.models import Person
from app.circles.models import Circle
from app.clock import local_date
from app.database import db
from app.errors import RuleViolation
from app.files.sheet_import.stages import OUTDATED, Stage, require_stage
from app.files.sheet_import.uploads import content_of, keep_sheet
from app.files.spreadsheets import Cell, TooManyRows
from app.web.i18n import language
from commitments.delivery.actions import record_as_accepted, record_progress
from commitments.delivery.models import Source
from commitments.delivery.timeline import Behalf
from commitments.imports import notices, queries
from commitments.imports.models import ImportedCommitment, RegisterImport
from commitments.imports.plan import Plan, plan_of
from commitments.imports.rows import AT_ONCE, MOST_STORED, read_cells, read_heading, read_lines
from commitments.imports.rules import Kind, Line
from commitments.registry.actions import enter
from commitments.registry.models import Commitment

MOMENT = timedelta(microseconds=1)
"""Between the acts of a commitment, so that its timeline has an order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """How a register is read: the positions of its columns by name, and what its cells leave open."""

    places: Mapping[str, int]
    fills_down: bool = False
    verifier_id: UUID | None = None
    source: Source | None = None
    said_on: date | None = None


def begin(circle: Circle, upload: FileStorage | None, *, by: Person, at: datetime) -> RegisterImport:
    """Store a register and recognise its columns. Raises RuleViolation if it is no sheet or has no heading."""
    file = keep_sheet(upload, by=by, at=at)
    heading = read_heading(content_of(file), file.media_type)
    if heading is None:
        raise RuleViolation(_l("The sheet has no heading: name the columns in its first row"), field="file")
    digest = hashlib.sha256(json.dumps(heading.texts).encode()).hexdigest()
    before = queries.assigned_before(circle.id, digest)
    imported = RegisterImport(
        circle=circle,
        file_id=file.id,
        created_by_id=by.id,
        created_at=at,
        headings=heading.texts,
        headings_digest=digest,
        heading_row=heading.row,
        places=dict(before.places) if before else {name: place for place, name in heading.places.items()},
        fills_down=before.fills_down if before else False,
        verifier_id=before.verifier_id if before else None,
    )
    db.session.add(imported)
    audit.record("register_import.uploaded", imported, by=by, at=at, sha256=file.sha256)
    return imported


def assign(imported: RegisterImport, chosen: Assignment, *, by: Person, at: datetime) -> None:
    """Set how a register is read, and preview it, at once or by the job. Raises RuleViolation."""
    queries.locked(imported.id)
    require_stage(imported, Stage.COLUMNS, Stage.PREVIEW, Stage.FAILED)
    imported.places = dict(chosen.places)
    imported.fills_down, imported.verifier_id = chosen.fills_down, chosen.verifier_id
    imported.source, imported.said_on = chosen.source, chosen.said_on
    imported.failure, imported.rows_read = "", 0
    db.session.flush()
    db.session.expire(imported, ["verifier"])
    try:
        lines = lines_of(imported, most=AT_ONCE)
    except TooManyRows:
        imported.stage = Stage.READING
    else:
        look(imported, lines, by=by, at=at)


def lines_of(imported: RegisterImport, *, most: int) -> list[Line]:
    """Return the lines of a register. Raises RuleViolation, TooManyRows if it has more than `most`."""
    rows = read_cells(content_of(imported.file), imported.file.media_type, most=most)
    return parsed(imported, rows)


def parsed(imported: RegisterImport, rows: Sequence[Sequence[Cell]]) -> list[Line]:
    """Return the lines in the rows of a register, with its columns as assigned."""
    places = {place: name for name, place in imported.places.items()}
    return read_lines(rows, imported.heading_row, places, fills_down=imported.fills_down)


def look(imported: RegisterImport, lines: list[Line], *, by: Person, at: datetime) -> Plan:
    """Preview the import of the lines. Raises RuleViolation if there are none."""
    if not lines:
        raise RuleViolation(_l("There is no line below the heading"))
    plan = plan_of(imported, lines, by=by, today=local_date(at))
    imported.stage, imported.outcome, imported.rows_read = Stage.PREVIEW, plan.outcome, len(lines)
    return plan


def confirm(imported: RegisterImport, *, seen: str, leaves_out: bool, by: Person, at: datetime) -> bool:
    """Import a previewed register as a whole, at once or by the job, and return True.

    If it would do something else than was previewed, preview it again and return False. Raises RuleViolation if
    another preview was `seen`, or lines have errors and are not left out.
    """
    queries.locked(imported.id)
    require_stage(imported, Stage.PREVIEW)
    counts = imported.outcome["counts"]
    if seen != imported.outcome["mark"]:
        raise RuleViolation(OUTDATED)
    if counts["wrong"] and not leaves_out:
        raise RuleViolation(_l("Correct the lines with errors, or leave them out"), field="leaves_out")
    if not counts["new"] and not counts["reports"]:
        raise RuleViolation(_l("There is nothing to import"))
    if imported.rows_read > MOST_STORED and db.engine.dialect.name == "sqlite":
        raise RuleViolation(
            _l(
                "This instance stores at most %(most)s lines at once. Divide the register and import its parts",
                most=MOST_STORED,
            )
        )
    imported.leaves_out, imported.failure = leaves_out, ""
    try:
        lines = lines_of(imported, most=AT_ONCE)
    except TooManyRows:
        imported.stage = Stage.STORING
        return True
    return store(imported, lines, by=by, at=at)


def store(imported: RegisterImport, lines: list[Line], *, by: Person, at: datetime) -> bool:
    """Store the lines and return True; if their plan is not the one previewed, preview it again and return False.

    The caller has locked the import, and checked that `by` may propose in the circle.
    """
    require_stage(imported, Stage.PREVIEW, Stage.STORING)
    before = imported.outcome["mark"]
    plan = look(imported, lines, by=by, at=at)
    if plan.mark != before:
        return False
    new = plan.of(Kind.NEW)
    remarks = [step.line.cells["remarks"] for step in new]
    proposals = [plan.proposal(step, language=language()) for step in new]
    made = list(enter(proposals, by=by, at=at, remarks=remarks)) if new else []
    db.session.add_all(
        ImportedCommitment(commitment_id=one.id, import_id=imported.id, number=step.line.cells["number"])
        for one, step in zip(made, new, strict=True)
    )
    reported = _record(plan, made, by=by, at=at)
    counts = imported.outcome["counts"]
    imported.stage, imported.outcome, imported.done_at = Stage.DONE, {"counts": counts}, at
    told = {"different" if name == Kind.CHANGED.value else name: number for name, number in counts.items()}
    audit.record("register_import.done", imported, by=by, at=at, sha256=imported.file.sha256, **told)
    notices.imported(imported, [*made, *reported], by=by, at=at)
    return True


def _record(plan: Plan, made: list[Commitment], *, by: Person, at: datetime) -> list[Commitment]:
    """Record what the parties accepted and reported, if their statement is the source; return what was there before."""
    imported = plan.imported
    if imported.source is None or imported.said_on is None:
        return []
    behalf = Behalf(source=imported.source, said_on=imported.said_on)
    record_as_accepted(made, by=by, at=at + MOMENT, behalf=behalf)
    progress = {one.id: step.line.progress or 0 for one, step in zip(made, plan.of(Kind.NEW), strict=True)}
    known = {step.known.id: step.line.progress or 0 for step in plan.reports if step.known}
    reported = list(queries.with_ids(list(known)))
    begun = [one for one in made if progress[one.id]]
    record_progress([*begun, *reported], progress | known, by=by, at=at + 2 * MOMENT, behalf=behalf)
    return reported
