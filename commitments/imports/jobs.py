"""The job that reads and stores long registers, and the one that deletes what was never confirmed."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from app.errors import RuleViolation
from app.files.sheet_import import working
from app.files.sheet_import.stages import OUTDATED, Stage
from app.files.sheet_import.working import Register
from app.files.spreadsheets import Cell
from app.jobs import job
from commitments.imports import actions, notices, queries
from commitments.imports.models import RegisterImport
from commitments.imports.policies import complete_import
from commitments.imports.rows import read_cells


def _finish(imported: RegisterImport, rows: list[list[Cell]], at: datetime) -> None:
    by = imported.created_by
    if not complete_import(by, imported) or (imported.source and not by.is_coordinator):
        raise RuleViolation(_("You may no longer propose commitments here"))
    lines = actions.parsed(imported, rows)
    if imported.stage is Stage.READING:
        actions.look(imported, lines, by=by, at=at)
    elif not actions.store(imported, lines, by=by, at=at):
        imported.failure = str(OUTDATED)


COMMITMENTS = Register(
    model=RegisterImport, locked=queries.locked, finish=_finish, read=read_cells, tell=notices.worked
)


@job("register-imports", seconds=5, own_transactions=True)
def work() -> int:
    """Read the long registers whose columns were assigned, store those that were confirmed; return how many."""
    return working.work(COMMITMENTS)


@job("register-imports-sweep", "cron", hour=2, minute=55)
def sweep() -> int:
    """Delete registers that were not imported within a week, and their files; return how many."""
    return working.sweep(COMMITMENTS)
