"""The job that reads and stores long registers of agreements, and the one that deletes what was never confirmed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from agreements.imports import actions, queries
from agreements.imports.models import AgreementImport
from agreements.imports.policies import complete_import
from app.clock import utc_now
from app.database import db
from app.database.transactions import transaction
from app.errors import RuleViolation
from app.files.models import StoredFile
from app.files.sheet_import.uploads import content_of
from app.files.spreadsheets import Cell, read
from app.jobs import job
from app.web.i18n import force_locale
from commitments.imports.actions import OUTDATED
from commitments.imports.rules import Stage

KEPT = timedelta(days=7)

log = structlog.get_logger()


@job("agreement-imports", seconds=5, own_transactions=True)
def work() -> int:
    """Read the long registers whose columns are known, import those that were confirmed; return how many."""
    with transaction(reads_only=True):
        ids = list(queries.waiting())
    for import_id in ids:
        _work_on(import_id)
    return len(ids)


@job("agreement-imports-sweep", "cron", hour=2, minute=50)
def sweep() -> int:
    """Delete registers that were not imported within a week, and their files; return how many."""
    old = select(AgreementImport.id, AgreementImport.file_id).where(
        AgreementImport.stage != Stage.DONE, AgreementImport.created_at < utc_now() - KEPT
    )
    rows = db.session.execute(old).all()
    db.session.execute(delete(AgreementImport).where(AgreementImport.id.in_([row.id for row in rows])))
    db.session.execute(delete(StoredFile).where(StoredFile.id.in_([row.file_id for row in rows])))
    return len(rows)


def _work_on(import_id: UUID) -> None:
    """Read a register outside of a transaction, which would keep others waiting, then preview or import it in one."""
    try:
        cells = _read(import_id)
        with transaction():
            _finish(import_id, cells)
    except RuleViolation as violation:
        _fail(import_id, str(violation))  # in the language in which it was raised
    except Exception:
        _fail(import_id, "")
        raise


def _read(import_id: UUID) -> list[list[Cell]]:
    with transaction(reads_only=True):
        imported = db.session.get_one(AgreementImport, import_id)
        content, media_type = content_of(imported.file), imported.file.media_type
        spoken = imported.created_by.language

    def tell(rows: int) -> None:
        with transaction():
            _set(import_id, rows_read=rows)

    with force_locale(spoken):
        return read(content, media_type, after_rows=tell)


def _finish(import_id: UUID, cells: list[list[Cell]]) -> None:
    imported = queries.locked(import_id)
    if imported is None or imported.stage not in {Stage.READING, Stage.STORING}:
        return
    by, now = imported.created_by, utc_now()
    with force_locale(by.language):
        if not complete_import(by, imported):
            raise RuleViolation(_("You may no longer create agreements"))
        if imported.stage is Stage.READING:
            actions.look(imported, cells, by=by, at=now)
        elif not actions.store(imported, cells, by=by, at=now):
            imported.failure = str(OUTDATED)
    log.info("agreement_import.worked", stage=imported.stage.value, rows=len(cells))


def _fail(import_id: UUID, message: str) -> None:
    with transaction():
        _set(import_id, stage=Stage.FAILED, failure=message)


def _set(import_id: UUID, **values: Any) -> None:
    db.session.execute(update(AgreementImport).where(AgreementImport.id == import_id).values(**values))
