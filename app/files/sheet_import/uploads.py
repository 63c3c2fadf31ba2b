"""The sheet that is previewed and then confirmed: stored once, and parsed each time."""

from __future__ import annotations

import codecs
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from app.database import db
from app.errors import RuleViolation
from app.files import store
from app.files.models import StoredFile
from app.files.spreadsheets import Cell, read

LARGEST = 5 * 1024 * 1024
"""Maximum size of a sheet in bytes."""


def keep_sheet(upload: FileStorage | None, *, by: Any, at: datetime) -> StoredFile:
    """Store an uploaded sheet, a CSV file as UTF-8: office programs also write UTF-16 and Windows-1252.

    Raises RuleViolation for the field "file" if it is missing, too large or not accepted.
    """
    if upload is not None and (upload.filename or "").lower().endswith(".csv"):
        content = upload.stream.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise too_large()
        upload = FileStorage(BytesIO(_as_utf8(content)), filename=upload.filename)
    return store.save(upload, by=by, at=at, field="file")


def cells_of(file: StoredFile) -> list[list[Cell]]:
    """Return the rows of an uploaded sheet. Raises RuleViolation if it is too large or not a sheet."""
    return read(content_of(file), file.media_type)


def content_of(file: StoredFile) -> bytes:
    """Return the content of an uploaded sheet. Raises RuleViolation if it is too large."""
    if file.size > LARGEST:
        raise too_large()
    return store.content_of(file)


def too_large() -> RuleViolation:
    """Return the violation for a sheet that is larger than `LARGEST`."""
    return RuleViolation(_l("The sheet is larger than 5 MB"), field="file")


def own_sheet(file_id: UUID | None) -> StoredFile:
    """Return the file that the current user uploaded. Raises RuleViolation for another user's file."""
    file = db.session.get(StoredFile, file_id) if file_id else None
    if file is None or file.uploaded_by_id != current_user.id:
        raise RuleViolation(_l("Choose the file again"))
    return file


def _as_utf8(content: bytes) -> bytes:
    """Return a text in UTF-8; what is in no known encoding is returned as it is, to be refused like any other file."""
    is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if is_utf16 else ("utf-8", "cp1252"):
        try:
            return content.decode(encoding).encode()
        except UnicodeError:
            continue
    return content
