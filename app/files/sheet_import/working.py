"""The work on long registers that were uploaded: a job reads, previews and stores them, another deletes what is old.

The model of a register has `stage`, `file`, `created_by`, `created_at`, `rows_read` and `failure`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import delete, select, update

from app.clock import utc_now
from app.database import db
from app.database.service_errors import is_service_error
from app.database.transactions import transaction
from app.errors import RuleViolation
from app.files.models import StoredFile
from app.files.sheet_import.stages import BUSY, Stage
from app.files.sheet_import.uploads import content_of
from app.files.spreadsheets import Cell, read
from app.web.i18n import force_locale

KEPT = timedelta(days=7)
"""How long a register that was not confirmed is kept."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A kind of register.

    `locked(id)` returns an import, refreshed, that nobody else changes until the transaction ends, or None.
    `finish(imported, rows, at)` previews or stores the rows of its file; it raises RuleViolation if the person who
    uploaded it may not any more. `tell(imported)` says to that person how far it is, or that it failed.
    """

    model: type[Any]
    locked: Callable[[UUID], Any]
    finish: Callable[[Any, list[list[Cell]], datetime], None]
    tell: Callable[[Any], None]
    read: Callable[..., list[list[Cell]]] = read


def work(register: Register) -> int:
    """Preview or store the registers that wait for it, oldest first, outside of any transaction; return how many."""
    model = register.model
    with transaction(reads_only=True):
        waiting = select(model.id).where(model.stage.in_(BUSY)).order_by(model.created_at)
        ids = list(db.session.scalars(waiting))
    for import_id in ids:
        _work_on(register, import_id)
    return len(ids)


def sweep(register: Register) -> int:
    """Delete registers that were not imported within `KEPT`, and their files; return how many."""
    model = register.model
    old = select(model.id, model.file_id).where(model.stage != Stage.DONE, model.created_at < utc_now() - KEPT)
    rows = db.session.execute(old).all()
    db.session.execute(delete(model).where(model.id.in_([row.id for row in rows])))
    db.session.execute(delete(StoredFile).where(StoredFile.id.in_([row.file_id for row in rows])))
    return len(rows)


def _work_on(register: Register, import_id: UUID) -> None:
    """Read a register outside of a transaction, which would keep others waiting, then preview or store it in one."""
    try:
        rows = _read(register, import_id)
        with transaction():
            _finish(register, import_id, rows)
    except RuleViolation as violation:
        _fail(register, import_id, str(violation))  # in the language in which it was raised
    except Exception as error:
        if not is_service_error(error):  # a database that was away or busy gets its register in the next run
            _fail(register, import_id, "")
        raise


def _read(register: Register, import_id: UUID) -> list[list[Cell]]:
    with transaction(reads_only=True):
        imported = db.session.get_one(register.model, import_id)
        spoken, media_type = imported.created_by.language, imported.file.media_type
        with force_locale(spoken):
            content = content_of(imported.file)

    def tell(rows: int) -> None:
        with transaction():
            _set(register, import_id, rows_read=rows)

    with force_locale(spoken):
        return register.read(content, media_type, after_rows=tell)


def _finish(register: Register, import_id: UUID, rows: list[list[Cell]]) -> None:
    imported = register.locked(import_id)
    if imported is None or imported.stage not in BUSY:
        return
    with force_locale(imported.created_by.language):
        register.finish(imported, rows, utc_now())
    register.tell(imported)
    log.info("import.worked", register=register.model.__tablename__, stage=imported.stage.value, rows=len(rows))


def _fail(register: Register, import_id: UUID, message: str) -> None:
    with transaction():
        _set(register, import_id, stage=Stage.FAILED, failure=message)
    with transaction():  # on its own: a register must not be read again because its news cannot be told
        if imported := db.session.get(register.model, import_id, populate_existing=True):
            register.tell(imported)


def _set(register: Register, import_id: UUID, **values: Any) -> None:
    db.session.execute(update(register.model).where(register.model.id == import_id).values(**values))
