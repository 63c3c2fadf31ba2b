"""The job that reads and stores long registers of agreements, and the one that deletes what was never confirmed."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from flask_babel import gettext as _

from agreements.imports import actions, notices, queries
from agreements.imports.models import AgreementImport
from agreements.imports.policies import complete_import
from agreements.imports.rows import MOST
from app.errors import RuleViolation
from app.files.sheet_import import working
from app.files.sheet_import.headings import WITHIN
from app.files.sheet_import.stages import OUTDATED, Stage
from app.files.sheet_import.working import Register
from app.files.spreadsheets import Cell, read
from app.jobs import job


def _finish(imported: AgreementImport, cells: list[list[Cell]], at: datetime) -> None:
    by = imported.created_by
    if not complete_import(by, imported):
        raise RuleViolation(_("You may no longer create agreements"))
    if imported.stage is Stage.READING:
        actions.look(imported, cells, by=by, at=at)
    elif not actions.store(imported, cells, by=by, at=at):
        imported.failure = str(OUTDATED)


AGREEMENTS = Register(
    model=AgreementImport,
    locked=queries.locked,
    finish=_finish,
    read=partial(read, most=MOST + WITHIN),  # rows above the heading are no lines
    tell=notices.worked,
)


@job("agreement-imports", seconds=5, own_transactions=True)
def work() -> int:
    """Read the long registers whose columns are known, import those that were confirmed; return how many."""
    return working.work(AGREEMENTS)


@job("agreement-imports-sweep", "cron", hour=2, minute=50)
def sweep() -> int:
    """Delete registers that were not imported within a week, and their files; return how many."""
    return working.sweep(AGREEMENTS)
