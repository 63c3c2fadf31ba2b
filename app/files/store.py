"""Keeping uploads: streamed, hashed, told by content, moved into place at once. Equal contents stand once on disk.

Pictures lose their metadata first; size and hash are of what is kept.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any, NamedTuple
from uuid import uuid4

from filelock import FileLock
from flask import current_app
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from app.database import db
from app.errors import RuleViolation
from app.files.models import StoredFile
from app.files.pictures import cleaned, is_picture
from app.files.sniff import CHUNK, Kind, Suspect, kind_of

DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
"""Names that Windows gives to devices, whatever their extension."""
LONGEST_NAME = 150
"""Characters of a kept file name, extension included."""

REASONS = {
    "absent": _l("Choose a file."),
    "large": _l("This file is too large. Choose a smaller one, or give a link to it instead."),
    "empty": _l("This file is empty. Choose the file again, or save it anew first."),
    "kind": _l(
        "Files of this kind are not accepted. Send a PDF, a picture (PNG, JPEG, WebP, GIF), an office document "
        "(DOCX, XLSX, PPTX, ODT, ODS), a text or CSV, a calendar, a mail or a ZIP."
    ),
    "content": _l("The content of this file does not match its name. Save it again in the format that its name says."),
    "archive": _l("This archive is damaged, locked with a password or too large when unpacked."),
    "macros": _l("This document carries macros. Save it without macros (DOCX, XLSX or PPTX) and send it again."),
    "definitions": _l(
        "This document holds definitions that only harmful files have. Save it again with your office program and "
        "send that."
    ),
    "encoding": _l("This text is not in UTF-8. Save it again with the encoding UTF-8."),
    "picture": _l("This picture is damaged. Open it, save it again as PNG or JPEG, and send that."),
    "pixels": _l("This picture has more than 64 million pixels. Make it smaller and send it again."),
    "markup": _l("This is a web page or a drawing with code, not a plain text. Save it as PDF and send it again."),
}


class Received(NamedTuple):
    """An upload on its way: where it lies for now, its hash and its size in bytes."""

    path: Path
    sha256: str
    size: int


def save(upload: FileStorage | None, *, by: Any, at: datetime, field: str | None = None) -> StoredFile:
    """Keep what `by` uploaded and return its row, added to the session.

    Raises RuleViolation (beside `field`) with one sentence if the file is empty, above the settings' upload limit
    (413), of a kind that is not accepted, disguised, or a picture that is damaged or too large to be drawn.
    """
    if upload is None or not upload.filename:
        raise RuleViolation(REASONS["absent"], field=field)
    name = safe_name(upload.filename)
    try:
        with _received(upload.stream) as received:
            kind = _examine(received, name)
            if is_picture(kind.media_type):
                received = _without_metadata(received, kind)
            _move_into_place(received)
    except Suspect as suspect:
        status = 413 if suspect.reason == "large" else 422
        raise RuleViolation(REASONS[suspect.reason], field=field, status=status) from None
    return _row(received, name, kind.media_type, by=by, at=at)


def keep(content: bytes, *, name: str, media_type: str, by: Any, at: datetime) -> StoredFile:
    """Keep a paper that Selaras made itself and return its row, added to the session."""
    with _received(BytesIO(content), limit=len(content)) as received:
        _move_into_place(received)
    return _row(received, safe_name(name), media_type, by=by, at=at)


def path_of(sha256: str) -> Path:
    """Return where the content with this hash stands, whether it is there or not."""
    return folder() / sha256[:2] / sha256[2:4] / sha256


def is_whole(sha256: str) -> bool:
    """Whether the content with this hash stands in its place, unchanged."""
    try:
        with path_of(sha256).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False


def content_of(stored: StoredFile) -> bytes:
    """Return a stored file's content. Raises FileNotFoundError when the data directory lost it."""
    return path_of(stored.sha256).read_bytes()


def folder() -> Path:
    """Return the directory of all contents."""
    kept: Path = current_app.extensions["settings"].data_dir / "files"
    return kept


def incoming() -> Path:
    """Return the directory of uploads that are not in place yet, on the same file system."""
    made = folder() / "incoming"
    made.mkdir(parents=True, exist_ok=True)
    return made


def lock() -> FileLock:
    """Return the lock under which contents come and go, so that no sweep takes what an upload just put there."""
    folder().mkdir(parents=True, exist_ok=True)
    return FileLock(folder() / ".lock", thread_local=True)


def safe_name(given: str) -> str:
    """Return a file name without folders, control or invisible characters, at most `LONGEST_NAME` long, for any system.

    Marks that turn the direction of text are dropped, so that "fdp.exe" cannot pose as "exe.pdf".
    """
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    visible = "".join("-" if c in '<>:"|?*' else c for c in last if unicodedata.category(c)[0] != "C")
    stem, dot, extension = " ".join(visible.split()).strip(". ").rpartition(".")
    if not dot:
        stem, extension = extension, ""
    extension = extension.strip()[:10]
    room = LONGEST_NAME - len(extension) - 1
    kept = stem.strip(". ")[:room].strip() or "berkas"
    if DEVICES.match(kept):
        kept = f"berkas {kept}"
    return f"{kept}.{extension}" if extension else kept


@contextmanager
def _received(stream: IO[bytes], *, limit: int | None = None) -> Iterator[Received]:
    """Write a stream to a file of its own, which is gone at the end unless it was moved away."""
    most = current_app.extensions["settings"].upload_limit if limit is None else limit
    path = incoming() / uuid4().hex
    try:
        with path.open("wb") as file:
            sha256, size = _copy(stream, file, most)
            file.flush()
            os.fsync(file.fileno())
        yield Received(path, sha256, size)
    finally:
        path.unlink(missing_ok=True)


def _copy(stream: IO[bytes], file: IO[bytes], most: int) -> tuple[str, int]:
    """Copy a stream in pieces and return its SHA-256 and size. Raises Suspect above `most` bytes."""
    digest, size = hashlib.sha256(), 0
    while piece := stream.read(CHUNK):
        size += len(piece)
        if size > most:
            raise Suspect("large")
        digest.update(piece)
        file.write(piece)
    return digest.hexdigest(), size


def _examine(received: Received, name: str) -> Kind:
    if not received.size:
        raise Suspect("empty")
    return kind_of(received.path, name.rpartition(".")[2].lower() if "." in name else "")


def _without_metadata(received: Received, kind: Kind) -> Received:
    """Clean a received picture where it lies; return it with its new hash and size. Raises Suspect."""
    sent = received.path.read_bytes()
    content = cleaned(sent, kind.media_type)
    if content == sent:
        return received
    with received.path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return Received(received.path, hashlib.sha256(content).hexdigest(), len(content))


def _move_into_place(received: Received) -> None:
    """Move a received file to its place; an equal one that stood there is replaced, which makes it young again."""
    place = path_of(received.sha256)
    place.parent.mkdir(parents=True, exist_ok=True)
    received.path.chmod(0o640)
    with lock():
        received.path.replace(place)


def _row(received: Received, name: str, media_type: str, *, by: Any, at: datetime) -> StoredFile:
    stored = StoredFile(
        sha256=received.sha256,
        name=name,
        media_type=media_type,
        size=received.size,
        uploaded_by_id=getattr(by, "id", None),
        uploaded_at=at,
    )
    db.session.add(stored)
    db.session.flush()
    return stored
