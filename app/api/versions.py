"""ETags: the version of a thing and a digest of how it was shown; a change must say which version it saw."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Response, abort, request
from sqlalchemy import inspect
from sqlalchemy.exc import NoInspectionAvailable
from werkzeug.http import parse_etags

from app.database import db


def mark(response: Response, thing: Any = None) -> Response:
    """Give an answer its ETag, and make it 304 if the program has it already."""
    version, shown = version_of(thing), digest(response)
    response.set_etag(shown if version is None else f"{version}-{shown}")
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response


def version_of(thing: Any) -> int | None:
    """Return the number that every change of a thing counts up, or None if its row counts none."""
    try:
        column = inspect(thing).mapper.version_id_col
    except (NoInspectionAvailable, AttributeError):
        return None
    return None if column is None else int(getattr(thing, column.key))


def digest(response: Response) -> str:
    """Return what stays the same as long as the answer says the same."""
    return hashlib.sha256(response.get_data()).hexdigest()[:16]


def seen() -> set[str] | None:
    """Return the ETags that the program read, or None when any will do. Answers 428 if it names none."""
    if "If-Match" not in request.headers:
        abort(428)
    named = parse_etags(request.headers["If-Match"])
    return None if named.star_tag else named.as_set(include_weak=True)


def keep(thing: Any) -> None:
    """Read the row of a thing anew and keep it from other programs until the present request is answered."""
    columns = [column.key for column in inspect(type(thing)).column_attrs]
    db.session.refresh(thing, columns, with_for_update=True)
