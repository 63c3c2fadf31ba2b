"""The sheet that is previewed and then confirmed: stored once, and parsed each time."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.database import db
from app.errors import RuleViolation
from app.files import store
from app.files.models import StoredFile
from app.files.spreadsheets import Cell, read

LARGEST = 5 * 1024 * 1024
"""Maximum size of a sheet in bytes."""


def cells_of(file: StoredFile) -> list[list[Cell]]:
    """Return the rows of an uploaded sheet. Raises RuleViolation if it is too large or not a sheet."""
    if file.size > LARGEST:
        raise RuleViolation(_l("The sheet is larger than 5 MB"), field="file")
    return read(store.content_of(file), file.media_type)


def own_sheet(file_id: UUID | None) -> StoredFile:
    """Return the file that the current user uploaded. Raises RuleViolation for another user's file."""
    file = db.session.get(StoredFile, file_id) if file_id else None
    if file is None or file.uploaded_by_id != current_user.id:
        raise RuleViolation(_l("Choose the file again"))
    return file
