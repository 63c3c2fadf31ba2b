"""Every file that a row refers to exists and is complete."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import select

from app.database import db
from app.files.models import StoredFile
from app.files.store import path_of
from soak.findings import Finding, contradictory, lost


def contents_are_whole() -> Iterator[Finding]:
    """The hash and the size of each content agree with its row."""
    for sha256, size in db.session.execute(select(StoredFile.sha256, StoredFile.size).distinct()):
        place = path_of(sha256)
        if not place.is_file():
            yield lost(f"the content {sha256} is not there")
            continue
        with place.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if (found, place.stat().st_size) != (sha256, size):
            yield contradictory(f"the content {sha256} is half there")


CHECKS = (contents_are_whole,)
